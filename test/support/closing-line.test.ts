import { expect, test } from 'vitest'
import { closingLine, type Report } from './closing-line.mjs'

function report(changes: Partial<Report>): Report {
  return {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...changes,
  }
}

test('counts what passed and what failed', () => {
  expect(closingLine(report({ numPassedTests: 3 }), 0)).toEqual({ line: '3 passed, 0 failed', good: true })
  expect(closingLine(report({ numPassedTests: 3, numFailedTests: 1 }), 1)).toEqual({
    line: '3 passed, 1 failed',
    good: false,
  })
})

test('names what was skipped only if there is any', () => {
  const skipped = closingLine(report({ numPassedTests: 1, numPendingTests: 2, numTodoTests: 1 }), 0)
  expect(skipped).toEqual({ line: '1 passed, 0 failed, 3 skipped', good: true })
})

test('counts a file that could not be loaded as a failed test', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ]
  const { line, good } = closingLine(report({ numPassedTests: 1, numFailedTests: 1, testResults }), 1)
  expect({ line, good }).toEqual({ line: '1 passed, 2 failed', good: false })
})

test('takes no tests at all for a failure', () => {
  expect(closingLine(report({}), 0)).toEqual({ line: '0 passed, 0 failed', good: false })
})

test('takes an error outside all tests for a failed one, once', () => {
  expect(closingLine(report({ numPassedTests: 3 }), 1)).toEqual({ line: '3 passed, 1 failed', good: false })
})
