/** What it takes to remember where one stands, bytes: the bare means of each style, without any library around. */
import type { Style } from '../../../run.ts'
import type { Figure } from './figures.ts'
import { runGuest } from './guest-run.ts'

const PARKED = 2000
/** How deep in calls a greenlet waits: 10 is a driver inside a handler. */
const DEPTHS = [1, 5, 10, 20]

/** `park(i)` leaves something in `parked[i]` that can go on with a message. */
const program = (head: string, park: string): string => `${head}
const parked = new Array(${PARKED}).fill(null)
${park}
export function main() {
  park(0)
  console.log('before')
  for (let i = 0; i < ${PARKED}; i++) park(i)
  console.log('after')
}
`

const greenlet = (depth: number): string =>
  program(
    "import { getcurrent, Greenlet } from 'greenlet'",
    `function wait(i, depth) {
  if (depth > 1) return wait(i, depth - 1)
  return i + getcurrent().parent.switch()
}
function park(i) {
  parked[i] = new Greenlet(() => wait(i, ${depth}))
  parked[i].switch()
}`,
  )

const MEANS: { what: string; style: Style; source: string }[] = [
  {
    what: 'a closure',
    style: 'callbacks',
    source: program('', 'function park(i) { parked[i] = (message) => i + message }'),
  },
  {
    what: 'a generator',
    style: 'coroutines',
    source: program(
      '',
      `function* wait(i) { return i + (yield) }
function park(i) { parked[i] = wait(i); parked[i].next() }`,
    ),
  },
  {
    what: 'an async function',
    style: 'async',
    source: program(
      '',
      `async function wait(i) { return i + (await new Promise((resolve) => { parked[i] = resolve })) }
function park(i) { wait(i) }`,
    ),
  },
  ...DEPTHS.map((depth) => ({
    what: `a greenlet, ${depth} ${depth === 1 ? 'call' : 'calls'} deep`,
    style: 'greenlets' as const,
    source: greenlet(depth),
  })),
]

export async function parkedBytes(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { what, style, source } of MEANS) {
    const [before, after] = await runGuest(style, source)
    figures.push({ what, unit: 'bytes', values: [Math.round((after!.heap - before!.heap) / PARKED)] })
  }
  return figures
}
