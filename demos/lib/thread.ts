/**
 * Threads. They share no memory here: a thread gets an exported function
 * of the program, by its name, and arguments that are JSON or sockets.
 */
import * as os from 'os'
import { Socket } from 'socket'

type Target = (...args: never[]) => unknown

export class Thread {
  readonly target: Target
  readonly args: unknown[]
  protected id = 0

  constructor(target: Target, ...args: unknown[]) {
    this.target = target
    this.args = args
    // What JSON would drop or empty without a word.
    JSON.stringify(args, check)
  }

  start(): void {
    this.id = os.spawn(this.target.name, this.args)
  }

  join(): void {
    os.join(this.id)
  }
}

function check(_key: string, value: unknown): unknown {
  const what = typeof value === 'object' ? kindOf(value) : typeof value
  if (what === 'function' || what === 'symbol' || what === 'object') {
    const rule = 'an argument of a thread must be JSON or a socket'
    throw new TypeError(`${rule}, not ${nameOf(value)}`)
  }
  return value
}

function kindOf(value: object | null): string {
  if (value === null || Array.isArray(value)) return 'JSON'
  const prototype: unknown = Object.getPrototypeOf(value)
  const plain = prototype === Object.prototype || prototype === null
  return plain ? 'JSON' : 'object'
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object') return `a ${typeof value}`
  return `a ${value?.constructor.name}`
}

type Program = Record<string, (...args: unknown[]) => unknown>

/** Called in the new thread: runs the function of that name. */
export function enter(program: Program, name: string, json: string) {
  const target = program[name]
  if (!target) {
    throw new Error(`a thread needs an exported function: ${name}`)
  }
  const args = JSON.parse(json, revive) as unknown[]
  return target(...args)
}

function revive(_key: string, value: unknown): unknown {
  const socket = value as { $socket?: number } | null
  return typeof socket?.$socket === 'number'
    ? new Socket(socket.$socket)
    : value
}
