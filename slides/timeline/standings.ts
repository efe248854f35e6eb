/** Which request stands on which line of the program at a moment: what the discs beside the code show. */
import type { Model } from '../../server/trace/model.ts'
import type { Standing } from '../editor/code-rows.ts'

/** The open requests whose line is known, by number; `t` in µs. */
export function standingsAt(model: Model, t: number): Standing[] {
  return model
    .requestsAt(t)
    .flatMap(({ request, state, at }) => (at ? [{ request, line: at.line, column: at.column, state }] : []))
}

/** Equal for equal standings. */
export function standingsKey(standings: readonly Standing[]): string {
  return standings.map(({ request, line, column, state }) => `${request}:${line}:${column}:${state}`).join()
}
