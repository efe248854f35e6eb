/** Hand-made runs, each the shape of one thing that a claim is about. */
import type { TraceEvent } from '../../server/kernel/events.ts'
import { numbers, Recording } from './recording.ts'

/** One of two is answered. */
export function unanswered(): TraceEvent[] {
  return new Recording({ style: 'callbacks', clients: 2 }).arrive(1).arrive(2).after(1).answer(1).end('limit')
}

/** One thing at a time, in the server: a reader comes while a login of 100 ms is served, and waits for it. */
export function blockedLogin(): TraceEvent[] {
  const run = new Recording({ style: 'blocked', clients: 2 }).arrive(1, 1, '/login').arrive(2, 2, '/')
  run.write(1, 1).serve(1, 1).after(100).written(1, 1).replied(1, 1).answer(1)
  return run.query(2, 2).serve(2, 2).after(1).reply(2, 2).answer(2).end()
}

/** One request is answered, and so many cursors stay open. */
export function leakingRun(cursors: number): TraceEvent[] {
  return new Recording({ style: 'callbacks' }).arrive(1).after(1).answer(1).end('answered', 1, cursors)
}

/** Two logins of 100 ms at once: nothing keeps one from the other. */
export function unlockedLogins(): TraceEvent[] {
  const run = new Recording({ style: 'callbacks', clients: 2 }).arrive(1).arrive(2)
  run.write(1, 1).serve(1, 1).write(2, 2).serve(2, 2).after(100)
  return run.written(1, 1).replied(1, 1).answer(1).written(2, 2).replied(2, 2).answer(2).end()
}

/** A thread waits for a lock that another one has. */
export function lockedRun(): TraceEvent[] {
  const run = new Recording({ style: 'threads', clients: 1 }).arrive(1).run(1, 1)
  const waits = { kind: 'block', reason: 'lock', what: 'lock 1', heap: 0 } as const
  return run.say('thread:1', 1, waits).after(1).answer(1).end()
}

/** Everybody is answered at once, with these statuses and sizes. */
export function answersOf(...answers: { status?: number; bytes?: number }[]): TraceEvent[] {
  const run = new Recording({ style: 'callbacks', clients: answers.length })
  answers.forEach(
    ({ status, bytes }, index) => void run.arrive(index + 1).answer(index + 1, index + 1, status, bytes),
  )
  return run.end()
}

/** Nine clients and workers enough for so many of them, each for one latency. */
export function workersRun(workers: number): TraceEvent[] {
  const run = new Recording({ style: 'blocked', clients: 9 })
  for (const n of numbers(9)) run.arrive(n)
  for (const n of numbers(9)) run.at(Math.ceil(n / workers) * 204).answer(n)
  return run.end()
}

/** A core works for so many of 100 ms. */
export function busyRun(ms: number): TraceEvent[] {
  const run = new Recording({ style: 'callbacks' }).arrive(1).run(1, 0).after(ms)
  return run.block(1, 0, 'poll', 'poll (1 descriptors)').at(100).answer(1).end()
}

export function printingRun(...texts: string[]): TraceEvent[] {
  const run = new Recording({ style: 'callbacks' })
  for (const text of texts) run.log(text)
  return run.end()
}

/** Greenlets switch there and back, and once with an error. */
export function switchingRun(): TraceEvent[] {
  const run = new Recording({ style: 'greenlets' })
    .switch('a', 'b')
    .switch('b', 'a')
    .switch('a', 'b', 'throw')
  return run.end()
}

/** Several processes did something. */
export function processesRun(processes: number): TraceEvent[] {
  const end = { kind: 'run-end', reason: 'answered', threads: processes, processes } as const
  return new Recording({ style: 'threads' }).arrive(1).answer(1).say('run', 0, end).events
}
