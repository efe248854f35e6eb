/** The last line of `npm test`, from vitest's JSON report. */

/**
 * Counts tests. A file that could not even be loaded counts as one failed test, and so does an `exitCode` that
 * no failed test explains, such as that of an error nobody caught. `good` is false when anything failed, and
 * when nothing passed: a run that proves nothing is no success.
 */
export function closingLine(report, exitCode) {
  const counted = report.numFailedTests + report.testResults.filter(isBroken).length
  const failed = counted === 0 && exitCode !== 0 ? 1 : counted
  const passed = report.numPassedTests
  const skipped = report.numPendingTests + report.numTodoTests
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  return { line, good: failed === 0 && passed > 0 }
}

function isBroken({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
}
