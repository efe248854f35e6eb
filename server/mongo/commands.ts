/** Finds the command that a client names, and runs it: the one door where a failure becomes an answer. */

import { checkArguments } from './arguments.ts'
import { TYPE } from './bson/bson-type.ts'
import { MalformedError } from './bson/document.ts'
import type { Reply } from './bson/encode.ts'
import { double } from './bson/values.ts'
import type { Call, Command, Operation, Services } from './command.ts'
import { CommandError, Hangup } from './command-error.ts'
import { checkGenericArguments } from './generic-arguments.ts'
import { Wait } from './wait.ts'

const own = import.meta.glob<Command>('./commands/*.ts', { eager: true, import: 'default' })

/** Commands by the names they go by: those of the core, and those of parts. */
export function commandsWith(others: readonly Command[]): Map<string, Command> {
  const all = [...Object.values(own), ...others]
  return new Map(all.flatMap((command) => command.names.map((name) => [name, command])))
}

/** What the old protocol is still good for. */
const LEGACY = new Set(
  'hello isMaster ismaster buildInfo buildinfo saslStart saslContinue authenticate'.split(' '),
)

/** What mongod tells users of the old protocol. */
export const LEGACY_ADVICE =
  'The client driver may require an upgrade. For more details see https://dochub.mongodb.org/core/legacy-opcode-removal'

/** What mongod would answer, now or later. Throws only a Hangup. */
export function answer(call: Call): Reply | Wait {
  return guarded(() => run(call), call.services)
}

/** A command that has not been answered yet. */
export interface Parked extends Operation {
  wait: Wait
}

/** Looks again after a Wait; undefined if there is nothing yet. `last`: the time is up. Throws only a Hangup. */
export function lookAgain({ wait, killed, call }: Parked, last: boolean): Reply | Wait | undefined {
  if (killed) wait.abandon()
  return guarded(() => {
    if (killed) throw new CommandError(11601, 'operation was interrupted')
    return wait.look(last)
  }, call.services)
}

/** The reply that says what went wrong. */
export function failure({ code, codeName, message, extra }: CommandError, { abilities }: Services): Reply {
  const name = codeName ?? abilities.codeNames?.get(code) ?? `Location${code}`
  return { ok: double(0), errmsg: message, code, codeName: name, ...extra }
}

function guarded<Found extends Reply | Wait | undefined>(
  work: () => Found,
  services: Services,
): Found | Reply {
  try {
    const found = work()
    return found === undefined || found instanceof Wait ? found : { ...found, ok: double(1) }
  } catch (error) {
    if (error instanceof Hangup) throw error
    return failure(asCommandError(error), services)
  }
}

function run(call: Call): Reply | Wait {
  const command = find(call)
  checkGenericArguments(call)
  checkArguments(command, call)
  count(call)
  const execute = () => call.services.abilities.kinds?.answer(call) ?? command.run(call)
  return call.services.failPoints?.run(call, command, execute) ?? execute()
}

/** The arrays of commands that hold many statements. */
const STATEMENTS: Record<string, string> = { insert: 'documents', update: 'updates', delete: 'deletes' }

/** Arrays that didn't travel beside the body count as one statement: to count them is to read them all. */
function count({ name, sequences, services }: Call): void {
  const { commands } = services.counters
  const statements = sequences.get(STATEMENTS[name] ?? '')?.length ?? 1
  commands.set(name, (commands.get(name) ?? 0) + statements)
}

/** The command that is meant, if it may be run this way. */
function find({ name, database, legacy, body, services }: Call): Command {
  if (legacy && !LEGACY.has(name)) {
    throw new CommandError(352, `Unsupported OP_QUERY command: ${name}. ${LEGACY_ADVICE}`)
  }
  if (!legacy && body.get('$db')?.type !== TYPE.string) {
    throw new CommandError(40571, 'OP_MSG requests require a $db argument')
  }
  if (!isDatabaseName(database)) throw new CommandError(73, `Invalid database name: '${database}'`)
  const command = services.commands.get(name)
  if (!command) throw new CommandError(59, `no such command: '${name}'`)
  if (command.adminOnly && database !== 'admin') {
    throw new CommandError(13, `${name} may only be run against the admin database.`)
  }
  return command
}

/** As on the systems where MongoDB mostly runs. */
function isDatabaseName(name: string): boolean {
  return name === '$external' || (name !== '' && name.length < 64 && !/[/\\. "$\0]/.test(name))
}

function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new CommandError(error instanceof MalformedError ? 22 : 1, message)
}
