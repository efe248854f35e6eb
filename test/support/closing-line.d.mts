/** The part of vitest's JSON report that is counted. */
export interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}
/**
 * Counts tests. A file that could not even be loaded counts as one failed test, and so does an `exitCode` that
 * no failed test explains, such as that of an error nobody caught. `good` is false when anything failed, and
 * when nothing passed: a run that proves nothing is no success.
 */
export function closingLine(report: Report, exitCode: number): { line: string; good: boolean }
