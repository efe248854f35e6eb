/**
 * Motor 0.1 had no Futures: a read without a callback was an error, and
 * a write without one was sent without asking for an answer.
 */

/** Where the options are among the arguments of a write. */
const OPTIONS_OF: Readonly<Record<string, number>> = {
  insertOne: 1,
  insertMany: 1,
  updateOne: 2,
  updateMany: 2,
  replaceOne: 2,
  deleteOne: 1,
  deleteMany: 1,
}

/** Commands that may go without a callback, though they are answered. */
const COMMANDS: ReadonlySet<string> = new Set([
  'close',
  'command',
  'createCollection',
  'createIndex',
  'drop',
  'dropCollection',
  'dropDatabase',
  'dropIndex',
  'findOneAndDelete',
  'findOneAndReplace',
  'findOneAndUpdate',
  'open',
])

/** What a method does that got no callback; as in `Manner`. */
export function withoutCallback(name: string, args: unknown[]): void {
  const at = OPTIONS_OF[name]
  if (at !== undefined) {
    const options = args[at] as object | undefined
    args[at] = { w: 0, ...options }
  } else if (!COMMANDS.has(name)) {
    throw new TypeError('callback is required')
  }
}
