import { describe, expect, test } from 'vitest'
import { checkRequest } from '../server/check-request.ts'
import { runRequest } from './support/fixture-runner.ts'

const changed = (changes: Record<string, unknown>) => ({ ...runRequest(), ...changes })

test('gives back a good request, and nothing but its fields', () => {
  expect(checkRequest(changed({ surprise: 1 }))).toEqual(runRequest())
})

test('takes no reference to what came in', () => {
  const request = runRequest()
  const checked = checkRequest(request)
  request.paths.push('/later')
  expect(checked).toEqual(runRequest())
})

test.each([null, undefined, 7, 'text', true, [], [runRequest()]])('refuses %j', (value) => {
  expect(checkRequest(value)).toBe('a request is an object')
})

test.each(Object.keys(runRequest()))('refuses a request without %s, by name', (field) => {
  const { [field as 'demo']: _gone, ...rest } = runRequest()
  expect(checkRequest(rest)).toMatch(new RegExp(`^${field} `))
})

describe('bounds', () => {
  test.each([
    ['source', ['', 'x'.repeat(100_000)], ['x'.repeat(100_001), 7, null]],
    ['clients', [1, 64], [0, 65, 1.5, '8', Number.NaN, Number.POSITIVE_INFINITY]],
    ['requests', [1, 1000], [0, 1001, -1, null]],
    ['latency', [0, 2000], [-1, 2001, 0.5]],
    ['seed', [0, 2 ** 32 - 1], [-1, 2 ** 32, 0.1]],
    ['demo', ['find-team', 'a1'], ['', '../find-team', 'Find', 'a--b', '-a', 'a'.repeat(61), '__proto__']],
    ['style', ['blocked', 'threads'], ['fibers', '', 'toString', 0]],
    ['arrival', ['together', 'spread'], ['later', undefined]],
    ['mode', ['burst', 'open'], ['close', 1]],
    [
      'paths',
      [['/'], Array(100).fill('/a'), [`/${'a'.repeat(199)}`], ['/é?x=1']],
      [[], '/', Array(101).fill('/'), Array(3)],
    ],
  ])('%s', (field, good, bad) => {
    for (const value of good)
      expect(checkRequest({ ...runRequest({ clients: 1 }), [field]: value })).toBeTypeOf('object')
    for (const value of bad)
      expect(checkRequest({ ...runRequest({ clients: 1 }), [field]: value })).toMatch(field)
  })

  test.each([
    ['that has no slash first', 'a'],
    ['that is too long', `/${'a'.repeat(200)}`],
    ['that would end the line', '/\r\nX: 1'],
    ['with a NUL', '/\0'],
    ['with a control character of the second block', '/\x85'],
    ['that is no text', 7],
  ])('refuses a path %s, by its place', (_what, path) => {
    expect(checkRequest(changed({ paths: ['/', path] }))).toMatch(/^paths\[1\] must begin with \//)
  })
})

test('lets 16 clients have threads on the demo server, 64 in a tab', () => {
  const threads = (clients: number) => changed({ style: 'threads', clients })
  expect(checkRequest(threads(16))).toBeTypeOf('object')
  expect(checkRequest(threads(17))).toBe(
    'clients must be a whole number from 1 to 16 (on the demo server each of them costs an OS thread)',
  )
  expect(checkRequest(threads(64), 'simulated')).toBeTypeOf('object')
})
