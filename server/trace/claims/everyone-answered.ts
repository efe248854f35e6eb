/** A claim about answers says nothing while some are missing. */
import type { Statistics } from '../statistics.ts'
import { count } from './words.ts'

/** What `then` says, if every request that was to be sent was answered with status 200; else how many were. */
export function everyoneAnswered(run: Statistics, then: () => true | string): true | string {
  const expected = run.clients * run.requests
  if (run.ok >= expected && run.failed === 0 && run.ok > 0) return then()
  return `${run.ok} of ${count(Math.max(expected, run.ok + run.failed), 'request')} answered`
}
