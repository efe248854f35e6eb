/**
 * The mongod that a person has named in `MONGOMS_SYSTEM_BINARY`. mongodb-memory-server reads the variable too,
 * and would prefer it to whatever it's given, also if there's nothing at that path.
 */

const VARIABLE = 'MONGOMS_SYSTEM_BINARY'

let named: string | undefined

/** The path that was named, if any. */
export function namedBinary(): string | undefined {
  const value = process.env[VARIABLE]
  if (value === undefined) named = undefined
  else if (value !== '') named = value
  return named
}

/** Hides the variable from mongodb-memory-server; `namedBinary` still knows it. */
export function withoutNamedBinary(): void {
  if (namedBinary() !== undefined) process.env[VARIABLE] = ''
}
