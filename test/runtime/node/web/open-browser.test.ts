import { expect, test } from 'vitest'
import { opener } from '../../../../server/runtime/node/web/open-browser.ts'

const URL = 'http://127.0.0.1:8014/'

test.each([
  ['darwin', {}, 'open'],
  ['win32', {}, 'cmd'],
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
] as const)('on %s with %j it is %s that opens the page', (platform, env, command) => {
  const found = opener(URL, env, platform)
  expect(found?.command).toBe(command)
  expect(found?.args.at(-1)).toBe(URL)
})

test('nothing is opened where nobody would see it', () => {
  expect(opener(URL, {}, 'linux')).toBeUndefined()
  expect(opener(URL, { CI: 'true', DISPLAY: ':0' }, 'linux')).toBeUndefined()
  expect(opener(URL, { CI: '1' }, 'darwin')).toBeUndefined()
})
