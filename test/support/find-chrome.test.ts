import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findChrome } from './find-chrome.mjs'

const only =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path)

test('a variable goes before everything', () => {
  const there = only('/mine', '/other', '/usr/bin/chromium')
  expect(findChrome({ MEANWHILE_CHROME: '/mine', CHROME: '/other', PATH: '/usr/bin' }, 'linux', there)).toBe(
    '/mine',
  )
  expect(findChrome({ CHROME: '/other', PATH: '/usr/bin' }, 'linux', there)).toBe('/other')
})

test('a variable that names nothing is an error, never another browser', () => {
  const search = () => findChrome({ CHROME: '/gone', PATH: '/usr/bin' }, 'linux', only('/usr/bin/chromium'))
  expect(search).toThrow('CHROME names no file: /gone')
})

test.each([
  ['linux', { PATH: '/opt/x:/usr/local/bin' }, '/opt/x/google-chrome'],
  ['linux', {}, '/usr/bin/chromium'],
  ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['darwin', { HOME: '/Users/a' }, '/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium'],
  ['win32', { PROGRAMFILES: 'C:\\Programs' }, 'C:\\Programs\\Google\\Chrome\\Application\\chrome.exe'],
])('on %s with %j it finds %s', (platform, env, path) => {
  expect(findChrome(env, platform, only(path))).toBe(path)
})

test('finds nothing where there is nothing', () => {
  for (const platform of ['linux', 'darwin', 'win32'])
    expect(findChrome({}, platform, () => false)).toBeUndefined()
})

test('the browser that the tests were given is there', () => {
  expect(existsSync(findChrome() ?? 'no Chrome or Chromium was found')).toBe(true)
})
