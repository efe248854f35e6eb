/**
 * Ten thousand and a hundred thousand requests that all wait for the same message, in one machine: what they
 * take, and how long it takes to tell them all. Each is a handler object and what its style waits by; sockets
 * would come on top, in the kernel's memory as well as in the guest's.
 */
import type { Style } from '../../../run.ts'
import { at, type Budget, type Figure } from './figures.ts'
import { runGuest } from './guest-run.ts'

const FEW = 10_000
const MANY = 100_000

/** Everybody is told in one go, as in a chat; futures then take a turn of the loop. */
const ON_LOOP = `const loop = IOLoop.instance()
// An async function waits for a future from its first turn on.
function settle() {
  loop.addCallback(() => loop.stop())
  loop.start()
}
function broadcast() {
  for (const go of waiting.splice(0)) go('goal')
  loop.addCallback(() => loop.addCallback(() => loop.stop()))
  loop.start()
}`
const SWITCHING = `function settle() {}
function broadcast() {
  for (const go of waiting.splice(0)) go('goal')
}`

/** A program of `count` long polls; `get` is its handler's method. */
const program = (imports: string, get: string, broadcast: string) => (count: number) =>
  `${imports}
import { now } from 'os'
const waiting = []
let answered = 0
class Poll {
  constructor(id) { this.id = id }
  ${get}
  finish(message) { if (message === 'goal') answered += 1 }
}
${broadcast}
export function main() {
  console.log('before')
  for (let id = 0; id < ${count}; id++) new Poll(id).get()
  settle()
  console.log('after')
  const from = now()
  broadcast()
  console.log(now() - from)
  console.log(answered)
}
`

/** The handler in each style, and the most that it may take while it waits, bytes. */
const STYLES: { style: Style; budget: Budget; source: (count: number) => string }[] = [
  {
    style: 'callbacks',
    budget: at.most(1000),
    source: program(
      "import { wrap } from 'context'\nimport { IOLoop } from 'ioloop'",
      'get() { waiting.push(wrap((message) => this.finish(message))) }',
      ON_LOOP,
    ),
  },
  {
    style: 'coroutines',
    budget: at.most(1300),
    source: program(
      "import { Future } from 'future'\nimport { coroutine } from 'gen'\nimport { IOLoop } from 'ioloop'",
      `get() { serve(this) }
  wait() {
    const future = new Future()
    waiting.push((message) => future.setResult(message))
    return future
  }`,
      `const serve = coroutine(function* (poll) { poll.finish(yield poll.wait()) })\n${ON_LOOP}`,
    ),
  },
  {
    style: 'async',
    budget: at.most(1700),
    source: program(
      "import { Future } from 'future'\nimport { IOLoop } from 'ioloop'",
      `async get() {
    const future = new Future()
    waiting.push((message) => future.setResult(message))
    this.finish(await future)
  }`,
      ON_LOOP,
    ),
  },
  {
    style: 'greenlets',
    budget: at.most(2100),
    source: program(
      "import { getcurrent, Greenlet } from 'greenlet'",
      `get() { new Greenlet(() => this.finish(this.wait())).switch() }
  wait() {
    const here = getcurrent()
    waiting.push((message) => here.switch(message))
    return here.parent.switch()
  }`,
      SWITCHING,
    ),
  },
]

export async function longPolls(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { style, budget, source } of STYLES) {
    const few = await measure(style, source, FEW)
    const many = await measure(style, source, MANY)
    figures.push(
      { what: `${style}: each of ${FEW}`, unit: 'bytes', values: [few.bytes], budget },
      { what: `  … each of ${MANY}`, unit: 'bytes', values: [many.bytes], budget },
      { what: `  … ${MANY} together`, unit: 'MiB', values: [many.heap], budget: at.most(256) },
      { what: `  … to tell ${FEW}`, unit: 's CPU', values: [few.seconds] },
      { what: `  … to tell ${MANY}`, unit: 's CPU', values: [many.seconds], budget: at.most(3) },
    )
  }
  return figures
}

/** Throws if not everybody was told. */
async function measure(style: Style, source: (count: number) => string, count: number) {
  const [before, after, took, answered] = await runGuest(style, source(count))
  if (Number(answered?.text) !== count) throw new Error(`${style}: ${answered?.text} of ${count} were told`)
  return {
    bytes: Math.round((after!.heap - before!.heap) / count),
    heap: after!.heap / 2 ** 20,
    seconds: Number(took!.text) / 1000,
  }
}
