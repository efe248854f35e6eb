/** Hand-made runs in the shape that each style has: N clients at once, one query each, 1 ms of work per step. */
import type { TraceEvent } from '../../server/kernel/events.ts'
import { numbers, Recording } from './recording.ts'

const LINE_OF_QUERY = 12
const LINE_OF_ANSWER = 14

function begin(style: string, clients: number, latency: number): Recording {
  const run = new Recording({ style, clients, latency })
  for (const client of numbers(clients)) run.open(`client:${client}`, `client ${client}`)
  return run.open('cpu:0', 'CPU').open('thread:1', style === 'threads' ? 'main' : 'loop')
}

/** The blocking driver on the loop: each query holds everybody up. */
export function blockedRun(clients: number, latency = 200): TraceEvent[] {
  const run = begin('blocked', clients, latency).open('mongo:1', 'connection 1')
  run.run(1, 0).after(1).poll(1).block(1, 0, 'poll', 'poll(1 fd)', undefined, 1000).after(1)
  for (const n of numbers(clients)) run.arrive(n)
  run.wake(1, 0, 'fd3 readable').run(1, 0).polled(1)
  for (const n of numbers(clients)) {
    run.line(1, n, LINE_OF_QUERY).after(1).query(n, n, 1)
    run.block(1, n, 'recv', `recv fd7 (connection ${n})`, LINE_OF_QUERY, 1500).after(latency).reply(n, n, 1)
    run.wake(1, n, 'mongo').run(1, n).line(1, n, LINE_OF_ANSWER).after(1).answer(n)
  }
  return run.after(1).end()
}

/** Callbacks: all queries leave before the first is answered. */
export function callbacksRun(clients: number, latency = 200): TraceEvent[] {
  const run = begin('callbacks', clients, latency)
  for (const n of numbers(clients)) run.open(`mongo:${n}`, `connection ${n}`)
  run.run(1, 0).after(1).poll(1).block(1, 0, 'poll', 'poll(1 fd)', undefined, 1000).after(1)
  for (const n of numbers(clients)) run.arrive(n)
  run.wake(1, 0, 'fd3 readable').run(1, 0).polled(1)
  for (const n of numbers(clients)) run.line(1, n, LINE_OF_QUERY).after(1).query(n, n)
  run
    .poll(1)
    .block(1, 0, 'poll', `poll(${clients + 1} fds)`, undefined, 1000 + 800 * clients)
    .after(latency)
  for (const n of numbers(clients)) run.reply(n, n)
  run.wake(1, 0, 'fd8 readable').run(1, 0).polled(1)
  for (const n of numbers(clients)) run.line(1, n, LINE_OF_ANSWER).after(1).answer(n)
  return run.poll(1).block(1, 0, 'poll', 'poll(1 fd)', undefined, 1000).after(1).end()
}

/**
 * Logins on a loop: the odd ones write for 100 ms under a lock, one after another, the even ones only read.
 * All arrive at 0 ms; replies take 20 ms.
 */
export function loginsRun(clients: number): TraceEvent[] {
  const run = new Recording({ style: 'callbacks', clients, latency: 20 }).open('thread:1', 'loop')
  for (const n of numbers(clients)) {
    run.open(`client:${n}`, `client ${n}`).open(`mongo:${n}`, `connection ${n}`)
  }
  const writers = numbers(clients).filter((n) => n % 2 === 1)
  const readers = numbers(clients).filter((n) => n % 2 === 0)
  for (const n of numbers(clients)) run.arrive(n, n, n % 2 === 1 ? `/login?name=user${n}` : '/')
  run.run(1, 0).poll(1).block(1, 0, 'poll', 'poll(8 fds)')
  for (const n of writers) run.write(n, n, n === 1 ? undefined : 1)
  run.serve(1, 1)
  for (const n of readers) run.query(n, n).serve(n, n)
  for (const n of readers) run.at(5).found(n, n)
  for (const n of readers) run.at(25).replied(n, n).answer(n)
  for (const [index, n] of writers.entries()) {
    run.at(100 * (index + 1)).written(n, n)
    if (writers[index + 1]) run.serve(writers[index + 1]!, writers[index + 1]!, 'lock')
    run.after(20).replied(n, n).answer(n)
  }
  return run.end()
}

/** A thread per client: they queue for the CPU, and then wait together. */
export function threadsRun(clients: number, latency = 200): TraceEvent[] {
  const run = begin('threads', clients, latency)
  for (const n of numbers(clients)) run.open(`mongo:${n}`, `connection ${n}`)
  run.run(1, 0).after(1).block(1, 0, 'accept', 'accept fd3').after(1)
  for (const n of numbers(clients)) run.arrive(n)
  run.wake(1, 0, 'fd3 readable').run(1, 0).after(0.5)
  for (const n of numbers(clients)) run.open(`thread:${n + 1}`, `handler ${n}`)
  run.block(1, 0, 'accept', 'accept fd3')
  for (const n of numbers(clients)) {
    run
      .run(n + 1, n)
      .line(n + 1, n, LINE_OF_QUERY)
      .after(1)
      .query(n, n)
    run.block(n + 1, n, 'recv', `recv fd7 (connection ${n})`, LINE_OF_QUERY)
  }
  run.after(latency - clients)
  for (const n of numbers(clients)) run.reply(n, n).wake(n + 1, n, 'mongo')
  for (const n of numbers(clients)) {
    run
      .run(n + 1, n)
      .line(n + 1, n, LINE_OF_ANSWER)
      .after(1)
      .answer(n)
      .say(`thread:${n + 1}`, 0, { kind: 'lane-close' })
  }
  return run.after(1).end('answered', clients + 1)
}

/** Greenlets on one thread: the hub polls, each handler is parked while it waits. */
export function greenletsRun(clients: number, latency = 200): TraceEvent[] {
  const run = begin('greenlets', clients, latency).open('greenlet:1', 'hub', 'thread:1')
  const go = (from: number, to: number, request: number) =>
    run.say('thread:1', request, {
      kind: 'switch',
      from: `greenlet:${from}`,
      to: `greenlet:${to}`,
      how: 'switch',
      stacks: [[], []],
    })
  for (const n of numbers(clients)) run.open(`mongo:${n}`, `connection ${n}`)
  run.run(1, 0).after(1).poll(1).block(1, 0, 'poll', 'poll(1 fd)', undefined, 1000).after(1)
  for (const n of numbers(clients)) run.arrive(n)
  run.wake(1, 0, 'fd3 readable').run(1, 0).polled(1)
  for (const n of numbers(clients)) {
    run.open(`greenlet:${n + 1}`, `handler ${n}`, 'thread:1')
    go(1, n + 1, 0)
      .line(1, n, LINE_OF_QUERY)
      .after(1)
      .query(n, n)
    go(n + 1, 1, n)
  }
  run
    .poll(1)
    .block(1, 0, 'poll', `poll(${clients + 1} fds)`, undefined, 1000 + 1800 * clients)
    .after(latency)
  for (const n of numbers(clients)) run.reply(n, n)
  run.wake(1, 0, 'fd8 readable').run(1, 0).polled(1)
  for (const n of numbers(clients)) {
    go(1, n + 1, 0)
      .line(1, n, LINE_OF_ANSWER)
      .after(1)
      .answer(n)
      .say(`greenlet:${n + 1}`, n, { kind: 'lane-close' })
    go(n + 1, 1, n)
  }
  return run.poll(1).block(1, 0, 'poll', 'poll(1 fd)', undefined, 1000).after(1).end()
}
