/** Finds the command that a client names, and runs it: the one door where a failure becomes an answer. */
import { checkArguments } from './arguments.ts'
import type { Call, Command } from './command.ts'
import { CommandError } from './command-error.ts'
import { MalformedError } from './document.ts'
import type { Reply } from './encode.ts'
import { double } from './values.ts'

const modules = import.meta.glob<{ default: Command }>('./commands/*.ts', { eager: true })

const commands = new Map<string, Command>(
  Object.values(modules).flatMap(({ default: command }) => command.names.map((name) => [name, command])),
)

/** What mongod would answer. Never throws. */
export function answer(call: Call): Reply {
  try {
    return { ...run(call), ok: double(1) }
  } catch (error) {
    return { ...failure(error).reply, ok: double(0) }
  }
}

function run(call: Call): Reply {
  const command = commands.get(call.name)
  if (!command) throw new CommandError(59, `no such command: '${call.name}'`)
  if (call.database === '') throw new CommandError(40571, 'OP_MSG requests require a $db argument')
  checkArguments(command, call)
  return command.run(call)
}

function failure(error: unknown): CommandError {
  if (error instanceof CommandError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new CommandError(error instanceof MalformedError ? 22 : 1, message)
}
