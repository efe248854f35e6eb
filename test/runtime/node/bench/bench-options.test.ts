import { expect, test } from 'vitest'
import { parseBenchOptions } from '../../../../server/runtime/node/bench/bench-options.ts'

const SECTIONS = ['calls', 'sizes']

test('measures everything shortly and installs nothing unless asked', () => {
  expect(parseBenchOptions([], SECTIONS)).toEqual({ json: undefined, only: [], seconds: 2, peers: false })
})

test('takes a section, a time and a file', () => {
  const words = ['--only', 'calls', '--seconds', '0.5', '--json', 'out.json']
  expect(parseBenchOptions(words, SECTIONS)).toMatchObject({
    only: ['calls'],
    seconds: 0.5,
    json: 'out.json',
  })
})

test.each([
  [['--only', 'speed'], 'no section "speed"'],
  [['--seconds', 'soon'], '--seconds must be a number up to 60'],
  [['--seconds', '0'], '--seconds must be a number up to 60'],
  [['--fast'], "Unknown option '--fast'"],
])('refuses %j and says what there is', (words, complaint) => {
  expect(() => parseBenchOptions(words, SECTIONS)).toThrow(complaint)
  expect(() => parseBenchOptions(words, SECTIONS)).toThrow('calls, sizes')
})
