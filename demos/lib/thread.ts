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
  }

  start(): void {
    this.id = os.spawn(this.target.name, this.args)
  }

  join(): void {
    os.join(this.id)
  }
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
