import { expect, test } from 'vitest'
import { parseStartOptions } from '../../../server/runtime/node/start-options.ts'

test('opens the browser and begins with its own port, unless told otherwise', () => {
  expect(parseStartOptions([])).toEqual({ port: 8014, open: true })
  expect(parseStartOptions(['--port', '0', '--no-open'])).toEqual({ port: 0, open: false })
})

test.each(['65536', '-1', 'http', '80.5', ''])('refuses the port %j', (port) => {
  expect(() => parseStartOptions([`--port=${port}`])).toThrow(
    /--port takes a number from 0 to 65535.*\nusage: npm start/,
  )
})

test('refuses to listen anywhere else, and says so', () => {
  expect(() => parseStartOptions(['--host', '0.0.0.0'])).toThrow(/it listens on this machine only\nusage:/)
})

test('refuses what it does not know', () => {
  expect(() => parseStartOptions(['now'])).toThrow(/'now'.*\nusage:/)
})
