/** Tells what ordinary clients send, which the core takes as it is, from what a part has to look at. */
import { RANK, TYPE } from './bson/bson-type.ts'
import type { Document, Value } from './bson/document.ts'
import { toNumber } from './bson/numbers.ts'

/** What fields may hold, by name. */
export type Ordinary = Readonly<Record<string, (value: Value) => boolean>>

/** It has only these fields, and they hold what they may. */
export function isOrdinary(document: Document, ordinary: Ordinary): boolean {
  return document.fields.every(({ name, value }) => Object.hasOwn(ordinary, name) && ordinary[name]!(value))
}

export const isDocument = (value: Value): boolean => value.isDocument
export const isFlag = ({ type }: Value): boolean => type === TYPE.bool

/** A number, the limits included. */
export const isBetween =
  (low: number, high: number) =>
  (value: Value): boolean =>
    value.rank === RANK.number && toNumber(value) >= low && toNumber(value) <= high

/** The text, empty if it isn't one. */
export const textOf = (value: Value): string => (value.type === TYPE.string ? value.text : '')
