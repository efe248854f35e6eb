/** Which claims of a demo a program breaks, and how a program is changed a little. */
import { expect } from 'vitest'
import { demoNamed } from '../../server/demos.ts'
import type { RunRequest, Style } from '../../server/run.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { requestOf, simulate } from '../support/simulated.ts'

/** Which claims of the style the demo's own program breaks, after these changes of its text. */
export async function brokenBy(
  demo: string,
  style: Style,
  changes: readonly [find: string, replacement: string][],
  request: Partial<RunRequest> = {},
): Promise<string[]> {
  const original = requestOf(demo, style, request)
  const source = changes.reduce((text, [find, replacement]) => {
    expect(text).toContain(find)
    return text.replace(find, replacement)
  }, original.source)
  const figures = statistics(await simulate({ ...original, source }))
  const claims = demoNamed(demo)!.claims[style]!
  return claims.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}
