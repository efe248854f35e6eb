/** Failures on demand, as drivers' tests order them from mongod: `configureFailPoint` says which and how often. */

import { RANK, TYPE } from '../bson/bson-type.ts'
import type { Document, Value } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { toNumber } from '../bson/numbers.ts'
import { EMPTY } from '../bson/values.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { FailPoints } from '../part.ts'
import type { Wait } from '../wait.ts'
import { fail, underFailPoints } from './fail-command.ts'

/** When a fail point strikes: never, always, so many times, after so many times, or by chance. */
type Kind = 'off' | 'alwaysOn' | 'times' | 'skip' | 'activationProbability'

interface FailPoint {
  kind: Kind
  /** What is left of the times, or the chance. */
  count: number
  data: Document
  /** How often it has struck since it was set. */
  entered: number
}

const NAMES = ['failCommand', 'failGetMoreAfterCursorCheckout', 'maxTimeAlwaysTimeOut'] as const

/** The fail points of a server, all off at first. */
export class OrderedFailures implements FailPoints {
  readonly #points = new Map<string, FailPoint>()
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
    for (const name of NAMES) {
      this.#points.set(name, { kind: 'off', count: 0, data: EMPTY, entered: 0 })
    }
  }

  /** Sets a fail point; answers how often it had struck. Throws mongod's error for one it doesn't have. */
  configure(name: string, mode: Value | undefined, data: Value | undefined): number {
    const before = this.#points.get(name)
    if (!before) throw new CommandError(266, `${name} not found`)
    const [kind, count] = readMode(mode)
    if (data && !data.isDocument) throw new CommandError(14, "the 'data' option must be a JSON object")
    this.#points.set(name, { kind, count, data: data?.document ?? EMPTY, entered: 0 })
    return before.entered
  }

  run(call: Call, command: Command, execute: () => Reply | Wait): Reply | Wait {
    return underFailPoints(call, command, execute, (name, isMeant) => this.#strike(name, isMeant))
  }

  atCursor(): void {
    const order = this.#strike('failGetMoreAfterCursorCheckout', () => true)
    if (order) fail(order)
  }

  /** Its data if it strikes now. Only those times count at which `isMeant` accepts the data. */
  #strike(name: string, isMeant: (data: Document) => boolean): Document | undefined {
    const point = this.#points.get(name)!
    if (point.kind === 'off' || !isMeant(point.data) || !this.#strikes(point)) return undefined
    point.entered++
    return point.data
  }

  #strikes(point: FailPoint): boolean {
    if (point.kind === 'alwaysOn') return true
    if (point.kind === 'activationProbability') return this.#random() < point.count
    const left = point.count > 0
    if (left) point.count--
    return (point.kind === 'times') === left
  }
}

function readMode(mode: Value | undefined): [Kind, number] {
  if (mode?.type === TYPE.string) {
    const kind = mode.text
    if (kind === 'off' || kind === 'alwaysOn') return [kind, 0]
    throw new CommandError(2, `unknown mode: ${kind}`)
  }
  if (!mode?.isDocument) throw new CommandError(14, "'mode' must be a string or JSON object")
  for (const kind of ['times', 'skip', 'activationProbability'] as const) {
    const count = mode.document.get(kind)
    if (count) return [kind, readCount(kind, count)]
  }
  throw new CommandError(
    2,
    "'mode' must be one of 'off', 'alwaysOn', '{times:n}', '{skip:n}' or '{activationProbability:p}'",
  )
}

function readCount(kind: Kind, value: Value): number {
  if (value.rank !== RANK.number) {
    throw new CommandError(14, `Expected field "${kind}" to have numeric type, but found ${value.type}`)
  }
  const count = toNumber(value)
  if (kind === 'activationProbability') {
    if (count >= 0 && count <= 1) return count
    throw new CommandError(2, `activationProbability must be between 0.0 and 1.0; found ${count}`)
  }
  if (count >= 0) return Math.trunc(count)
  throw new CommandError(2, `'${kind}' option to 'mode' must be non-negative`)
}
