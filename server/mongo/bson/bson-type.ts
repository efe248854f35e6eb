/**
 * The types a BSON value can have: their bytes on the wire, the names MongoDB's messages use for them, and
 * the rank that orders values of different types.
 */

/** The byte that stands before a value of each type. */
export const TYPE = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: 255,
  maxKey: 127,
} as const

/** What MongoDB calls a type, as in `{ $type: 'int' }`. */
export type TypeName = keyof typeof TYPE

const NAMES = new Map<number, TypeName>(Object.entries(TYPE).map(([name, byte]) => [byte, name as TypeName]))

/** What MongoDB calls the type with this byte, as in `wrong type 'int'`. */
export function typeName(byte: number): string {
  return NAMES.get(byte) ?? `type ${byte}`
}

/** Types of one rank are compared by value, others by rank alone. */
export const RANK = { null: 5, number: 10, string: 15, object: 20, array: 25 } as const

const RANKS: Record<TypeName, number> = {
  minKey: -1,
  undefined: 0,
  null: RANK.null,
  double: RANK.number,
  int: RANK.number,
  long: RANK.number,
  decimal: RANK.number,
  string: RANK.string,
  symbol: RANK.string,
  object: RANK.object,
  array: RANK.array,
  binData: 30,
  objectId: 35,
  bool: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  dbPointer: 55,
  javascript: 60,
  javascriptWithScope: 65,
  maxKey: 127,
}

/** The place of a type in MongoDB's order of types. */
export const rankOfType: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  const name = NAMES.get(byte)
  return name ? RANKS[name] : 0
})
