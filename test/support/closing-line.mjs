/** The last line of `npm test`, from vitest's JSON report. */

/**
 * Counts tests; a file that could not even be loaded counts as one failed test. `good` is false when anything
 * failed, and when nothing passed: a run that proves nothing is no success.
 */
export function closingLine(report) {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const passed = report.numPassedTests
  const failed = report.numFailedTests + broken.length
  const skipped = report.numPendingTests + report.numTodoTests
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  return { line, good: failed === 0 && passed > 0 }
}
