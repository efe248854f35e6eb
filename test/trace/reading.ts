/** Reading a model in tests: what a lane shows at a moment, and its whole story in words. */
import type { Model, Span, State } from '../../server/trace/model.ts'

/** µs: a moment in the middle of the first wait for the database. */
export const MIDDLE = 100_000

export function stateOf(model: Model, lane: string, t: number): State | undefined {
  return spanOf(model, lane, t)?.state
}

export function spanOf(model: Model, lane: string, t: number): Span | undefined {
  return model.lanes.find(({ id }) => id === lane)?.spans.find(({ from, to }) => from <= t && t < to)
}

export function story(model: Model, lane: string): string[] {
  const spans = model.lanes.find(({ id }) => id === lane)?.spans ?? []
  return spans.map(({ state, from, to, request }) => `${state} #${request} ${from / 1000}-${to / 1000}`)
}
