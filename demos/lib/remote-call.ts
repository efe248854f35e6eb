/**
 * A call in another thread. It has a machine of its own, so it gets an
 * exported function of the program, by its name, and arguments that are
 * JSON or shared.
 */
import { context } from 'context'
import * as os from 'os'
import { nameFor, received, sent } from 'shared'

/** What a thread or a process runs. */
export type Target = (...args: never[]) => unknown

type Program = Record<string, (...args: unknown[]) => unknown>

/** What a thread is told when it begins. */
interface Call {
  path: string
  name: string
  args: unknown[]
}

/** On behalf of which request. */
interface Errand {
  request: number
}

interface Outcome {
  value?: unknown
  refused?: string
}

let program: Program | undefined
const workers: Program = Object.create(null)
/** The thread that we are: where it comes from, and what it is called. */
let here: Call = { path: '', name: 'MainThread', args: [] }
const numbers = new Map<string, number>()

/** A path for a new thread of this one: `Thread-2`, `Thread-2.Thread-1`. */
export function newPath(kind: string): string {
  const number = (numbers.get(kind) ?? 0) + 1
  numbers.set(kind, number)
  return `${here.path && `${here.path}.`}${kind}-${number}`
}

/** The call that this thread runs, a new object in each of them. */
export const ownCall = (): Call => here

/** Lets threads run a function of the library, by its name. */
export function offer(worker: Target): void {
  workers[worker.name] = worker as Program[string]
}

/** The call as it travels. */
export function packed(target: Target, call: Call): object {
  assertFound(target)
  const args = sent(call.args, 'an argument of a thread')
  const { request } = context
  return { ...call, request, args: JSON.parse(args) as unknown[] }
}

/** TypeError if another thread can't find the function by its name. */
export function assertFound(target: Target): void {
  const { name } = target
  if (!program) {
    throw new Error(
      'only a program in threads style starts threads and processes',
    )
  }
  if ((program[name] ?? workers[name]) === target) return
  const rule = 'pass an exported function of the program'
  throw new TypeError(
    `another thread can not find ${name || 'this function'}: ${rule}`,
  )
}

/** The sockets that travel along. */
export function socketsIn(call: object): number[] {
  const sockets: number[] = []
  JSON.stringify(call, (_key, part: { $socket?: number } | null) => {
    if (typeof part?.$socket === 'number') sockets.push(part.$socket)
    return part
  })
  return sockets
}

/** The program's function, or the library's, of that name. */
export function named(name: string): Program[string] {
  const target = workers[name] ?? program?.[name]
  if (target) return target
  throw new Error(`a thread needs an exported function: ${name}`)
}

/** Called first in each thread: runs the function of that name. */
export function enter(module: Program, name: string, json: string) {
  program = module
  const call = received(json) as (Call & Errand) | unknown[]
  if (Array.isArray(call)) return named(name)(...call)
  context.request = call.request
  here = call
  nameFor(call.path)
  const result = named(name)(...call.args)
  if (result !== undefined) os.leave(outcomeOf(result))
  return undefined
}

function outcomeOf(result: unknown): Outcome {
  try {
    return { value: JSON.parse(sent(result, 'what a thread returns')) }
  } catch (error) {
    return { refused: (error as Error).message }
  }
}

/** What a thread has returned; undefined if it's not over in time. */
export function joined(thread: number, timeout: number): unknown {
  try {
    const outcome = os.join(thread, timeout) as Outcome | undefined
    if (outcome?.refused) throw new TypeError(outcome.refused)
    return outcome && received(JSON.stringify(outcome.value))
  } catch (error) {
    if (!(error instanceof os.TimeoutError)) throw error
    return undefined
  }
}

/** Whether a thread is not over yet. */
export function isAlive(thread: number): boolean {
  try {
    os.join(thread, 0)
    return false
  } catch (error) {
    if (!(error instanceof os.TimeoutError)) throw error
    return true
  }
}
