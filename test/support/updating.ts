/** Runs updates on single documents, from plain objects and back, byte for byte. */
import { deserialize, EJSON } from 'bson'
import { Document } from '../../server/mongo/bson/document.ts'
import type { CommandError } from '../../server/mongo/command-error.ts'
import { compileUpdate, type Update } from '../../server/mongo/update/update.ts'
import { bson, value } from './bson.ts'
import { SCOPE } from './parts.ts'

/** What goes with an update, for tests. */
export interface Around {
  arrayFilters?: object[]
  position?: number
}

/** The time at which updates run here: 1,400,000,000.123 s after the epoch. */
export const NOW = 1_400_000_000_123

/** A compiled update, where ids are all zeros. */
export function compiled(update: object, { arrayFilters = [] }: Around = {}): Update {
  return compileUpdate(value(update), {
    scope: { ...SCOPE, now: NOW },
    arrayFilters: arrayFilters.map(bson),
    newId: () => new Uint8Array(12),
  })
}

/** The document after an update, as text that shows types and the order of fields. */
export function updated(before: object, update: object, around: Around = {}): string {
  const { position } = around
  return shown(compiled(update, around).apply(bson(before), position === undefined ? {} : { position }))
}

/** A document as text that shows types and the order of fields. */
export function shown(document: object): string {
  const { bytes } = document instanceof Document ? document : bson(document)
  return EJSON.stringify(deserialize(bytes, { promoteValues: false }), { relaxed: false })
}

/** Code and message of what a function throws. */
export function failure(run: () => unknown): readonly [code: number, message: string] {
  try {
    run()
  } catch (error) {
    const { code, message } = error as CommandError
    return [code, message]
  }
  throw new Error('nothing was thrown')
}
