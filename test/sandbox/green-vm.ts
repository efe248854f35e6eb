/**
 * Runs small programs in a real QuickJS, once plain and once rewritten. `block(x)` is the call that waits:
 * plain, it gives x back at once; rewritten, it suspends whoever called it until the driver resumes it with x.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { QuickJS } from 'quickjs-wasi'
import { GREEN_PRELUDE } from '../../server/sandbox/green-prelude.ts'
import { rewrite } from '../../server/sandbox/rewrite.ts'

const wasm = new WebAssembly.Module(
  readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm')),
)

/** What a program came to: its value as JSON, or what it threw and where (in the source's columns). */
export interface Outcome {
  value?: unknown
  error?: string
  line?: number
  column?: number
  /** How often it waited, and what it told `note`. */
  waits: number
  notes: string[]
}

const COMMON = `
globalThis.notes = []; globalThis.note = (x) => { notes.push(String(x)) }; globalThis.waits = 0
Error.prepareStackTrace = (error, sites) => {
  const site = sites.find((site) => /^program|^library/.test(site.getFileName() ?? ''))
  return site ? site.getLineNumber() + ':' + site.getColumnNumber() : ''
}
`
const PLAIN = 'globalThis.block = (x) => { waits++; return x }; globalThis.start = (f) => f()'
const GREEN = `
globalThis.block = (x) => $frame((function* () { waits++; return yield x })())
globalThis.start = (f) => {
  const frame = f()
  if (frame?.$g !== $G) return frame
  let step = frame.next()
  while (!step.done) step = frame.next(step.value)
  return step.value
}
`
const MAIN = `
import { main } from 'program'
let outcome
try { outcome = { value: start(main) } } catch (e) {
  const [line, column] = String(e?.stack ?? '').split(':').map(Number)
  outcome = { error: e?.name + ': ' + e?.message, line, column }
}
globalThis.outcome = JSON.stringify({ ...outcome, waits, notes })
`

/** A machine with modules; `setup` runs first, as a script. */
async function run(modules: Record<string, string>, setup: string): Promise<string> {
  const vm = await QuickJS.create({
    wasm,
    moduleLoader: { normalize: (_base, name) => name, load: (name) => modules[name]! },
  })
  try {
    vm.evalCode(COMMON, 'common').dispose()
    vm.evalCode(setup, 'setup').dispose()
    const done = vm.evalCode(MAIN, 'main', 1)
    while (vm.executePendingJobs() > 0);
    const outcome = vm.evalCode('globalThis.outcome', 'outcome').toString()
    if (outcome === 'undefined')
      await vm
        .resolvePromise(done)
        .then((end) => ('error' in end ? fail(end.error!.getProp('message').toString()) : end))
    return outcome
  } finally {
    vm.dispose()
  }
}

function fail(message: string): never {
  throw new Error(`the program did not start: ${message}`)
}

/** Runs a program as it stands. `library` is a module that is never rewritten. */
export async function runPlain(program: string, library = ''): Promise<Outcome> {
  return JSON.parse(await run({ program, library }, PLAIN))
}

/** Runs a program rewritten; `extra` is a script that runs after the prelude. */
export async function runGreen(program: string, library = '', extra = ''): Promise<Outcome> {
  const { code, column } = rewrite(program, 'program')
  const outcome: Outcome = JSON.parse(
    await run({ program: code, library }, `${GREEN_PRELUDE}\n${GREEN}\n${extra}`),
  )
  if (outcome.line && outcome.column) outcome.column = column(outcome.line, outcome.column)
  return outcome
}
