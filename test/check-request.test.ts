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
    ['pause', [0, 10_000], [-1, 10_001, 0.5, null]],
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

describe('the dials of the database', () => {
  const dialled = (database: unknown) => checkRequest(changed({ database }))

  test.each([
    {},
    { threads: 1 },
    { threads: 64, lock: 'writes', jitter: 0 },
    { service: {} },
    { service: { read: 0, write: 10_000, document: 0.01 }, lock: 'all', jitter: 1 },
  ])('may be %j', (database) => {
    expect(dialled(database)).toEqual(changed({ database }))
  })

  test('are a copy, in one order', () => {
    const checked = dialled({ jitter: 0.5, service: { write: 2, read: 1 }, threads: 2 })
    expect(JSON.stringify((checked as { database: object }).database)).toBe(
      '{"threads":2,"service":{"read":1,"write":2},"jitter":0.5}',
    )
  })

  test.each([
    [7, 'database must be an object of threads, service, lock, jitter'],
    [[], 'database must be an object of threads, service, lock, jitter'],
    [{ speed: 1 }, 'database has no "speed", only threads, service, lock, jitter'],
    [{ threads: 0 }, 'database.threads must be a whole number from 1 to 64'],
    [{ threads: 1.5 }, 'database.threads must be a whole number from 1 to 64'],
    [{ threads: null }, 'database.threads must be a whole number from 1 to 64'],
    [{ service: 5 }, 'database.service must be an object of read, write, document, each in ms'],
    [{ service: { reed: 5 } }, 'database.service has no "reed", only read, write, document'],
    [{ service: { write: -1 } }, 'database.service.write must be a number of ms from 0 to 10000'],
    [{ service: { read: Number.NaN } }, 'database.service.read must be a number of ms from 0 to 10000'],
    [{ lock: 'rows' }, 'database.lock must be one of none, writes, all'],
    [{ jitter: 1.1 }, 'database.jitter must be a number from 0 to 1'],
    [{ jitter: '0.5' }, 'database.jitter must be a number from 0 to 1'],
  ])('may not be %j', (database, complaint) => {
    expect(dialled(database)).toBe(complaint)
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
