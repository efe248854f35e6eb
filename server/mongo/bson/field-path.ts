/** Dotted paths in sorts, projections and expressions, whose names mongod checks. */
import { CommandError } from '../command-error.ts'

/** Splits a path and checks its names. Throws mongod's errors for empty ones and ones with a dollar. */
export function splitPath(path: string): string[] {
  if (path === '') throw new CommandError(40352, 'FieldPath cannot be constructed with empty string')
  if (path.endsWith('.')) throw new CommandError(40353, "FieldPath must not end with a '.'.")
  const steps = path.split('.')
  steps.forEach(checkName)
  return steps
}

/** Throws mongod's errors for a name that can't stand in a path. */
export function checkName(name: string): void {
  const hint = 'Consider using $getField or $setField.'
  if (name === '') throw new CommandError(15998, 'FieldPath field names may not be empty strings.')
  if (name.startsWith('$'))
    throw new CommandError(16410, `FieldPath field names may not start with '$'. ${hint}`)
  if (name.includes('.')) throw new CommandError(16412, `FieldPath field names may not contain '.'. ${hint}`)
}
