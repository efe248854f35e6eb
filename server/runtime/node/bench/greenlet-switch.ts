/**
 * What a switch costs a greenlet that stands deep in calls. A frame is a generator, and there are two ways to
 * keep those of a greenlet. *Nested*, as the rewriter makes them: each hands on to the one it called, so that
 * going on means going through all of them. *In an array*: a loop drives the topmost one only; a switch then
 * costs the same at any depth, but each call that makes a frame, and each return, is a turn of that loop.
 */
import type { Figure } from './figures.ts'
import { withFramesInArray } from './frames-in-array.ts'
import { runGuest } from './guest-run.ts'

const DEPTHS = [1, 5, 20, 100]
const ROUNDS = 2000
const CALLS = 30_000
const REPETITIONS = 5

const FROM = '// What waits.'
const TO = '// What does not.'

/** Ping stands at depth 1, pong deep down; there and back are two switches. Each greenlet gets one number. */
const PROGRAM = `import { Greenlet } from 'greenlet'
import { now } from 'os'
let ping, pong
function started(run) { return run }
${FROM}
function dive(depth) {
  if (depth > 1) dive(depth - 1)
  else for (;;) ping.switch()
}
function rounds(depth) {
  pong.switch(depth)
  for (let i = 0; i < ${ROUNDS}; i++) pong.switch()
}
function calls() { for (let i = 0; i < ${CALLS}; i++) call(i) }
function call(x) { return last(x) }
function last(x) { return String(x) }
${TO}
function timed(run, argument) {
  ping = new Greenlet(started(run))
  pong = new Greenlet(started(dive))
  const from = now()
  ping.switch(argument)
  console.log(now() - from)
}
export function main() {
  timed(calls, 0)
  for (const depth of [${DEPTHS}]) timed(rounds, depth)
}
`

/** How the frames are kept, and whether each switch tells the picture who calls whom, as it does in every run. */
interface Variant {
  name: string
  inArray?: true
  untold?: true
}

const VARIANTS: Variant[] = [
  { name: 'nested' },
  { name: 'in an array', inArray: true },
  { name: 'nested, stacks untold', untold: true },
  { name: 'in an array, stacks untold', inArray: true, untold: true },
]

/** µs of CPU a call or a switch, by what is measured, in the order of `WHAT`. */
async function measure({ inArray, untold }: Variant): Promise<number[]> {
  const printed = await runGuest('greenlets', PROGRAM, (program) => {
    const own = program.modules[program.file]!
    const kept = inArray ? withFramesInArray(own, FROM, TO) : own
    const modules = Object.entries({ ...program.modules, [program.file]: kept })
    const told = modules.map(([name, code]) => [name, untold ? code.replaceAll('$stack()', "'[]'") : code])
    return { ...program, modules: Object.fromEntries(told) }
  })
  const [calls, ...rounds] = printed.map(({ text }) => Number(text) * 1000)
  return [calls! / CALLS / 2, ...rounds.map((time) => time / ROUNDS / 2)]
}

const WHAT = [
  'a call that waits for nothing',
  ...DEPTHS.map((depth) => `a switch, every other to depth ${depth}`),
]

export async function greenletSwitch(): Promise<Figure[]> {
  const measured = VARIANTS.map((): number[][] => [])
  for (let count = 0; count < REPETITIONS; count += 1) {
    for (const [index, variant] of VARIANTS.entries()) measured[index]!.push(await measure(variant))
  }
  return WHAT.flatMap((what, row) =>
    VARIANTS.map(({ name }, index) => ({
      what: index === 0 ? `${what}: ${name}` : `  … ${name}`,
      unit: 'µs CPU',
      values: measured[index]!.map((values) => values[row]!),
    })),
  )
}
