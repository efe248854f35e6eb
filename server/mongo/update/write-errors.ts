/** Runs the statements of a write command one after another, and collects what went wrong with which. */
import { flagArgument } from '../arguments.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'

/** So many statements may come in one command. */
const MAX_BATCH = 100_000

/** Once the messages of two errors or more are this long together, in characters, the others stay empty. */
const LONG = 1024 * 1024

/**
 * Runs each statement; after an error only if the command says `ordered: false`. Gives the reply's `writeErrors`,
 * nothing if there are none. Throws mongod's error for no statements or too many.
 */
export function runStatements<Statement>(
  call: Call,
  statements: readonly Statement[],
  run: (statement: Statement, index: number) => void,
): { writeErrors?: Reply[] } {
  const count = statements.length
  if (count < 1 || count > MAX_BATCH) {
    throw new CommandError(
      16,
      `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${count} operations.`,
    )
  }
  const ordered = flagArgument(call, 'ordered', true)
  const writeErrors: Reply[] = []
  let told = 0
  for (const [index, statement] of statements.entries()) {
    const error = failureOf(() => run(statement, index))
    if (!error) continue
    const errmsg = told >= LONG && writeErrors.length >= 2 ? '' : error.message
    told += errmsg.length
    writeErrors.push({ index, code: error.code, ...error.extra, errmsg })
    if (ordered) break
  }
  return writeErrors.length > 0 ? { writeErrors } : {}
}

function failureOf(run: () => void): CommandError | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof CommandError) return error
    throw error
  }
}
