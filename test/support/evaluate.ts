/** Computes an expression of the aggregation language for a test. */
import { Decimal128, Double, Long } from 'bson'
import { compileExpression } from '../../server/mongo/aggregation/expression.ts'
import { CommandError } from '../../server/mongo/command-error.ts'
import { bson, value } from './bson.ts'
import * as parts from './parts.ts'
import { show } from './show.ts'

export const long = (number: number | string) => Long.fromString(String(number))
export const decimal = (number: string) => Decimal128.fromString(number)
export const double = (number: number) => new Double(number)

const SCOPE = {
  ...parts.SCOPE,
  variables: new Map([['limit', value(7)]]),
  now: 1_400_000_000_000,
  random: () => 0.25,
}

/** An expression, what it makes, and of which document. */
export type Case = [expression: unknown, made: string, document?: object]

/** The value as a text with its type, or code and message of the error. */
export function evaluate(expression: unknown, document: object = {}): string {
  try {
    return show(compileExpression(value(expression), SCOPE)(bson(document)))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return `${error.code} ${error.message.replace('Failed to optimize expression :: caused by :: ', '')}`
  }
}
