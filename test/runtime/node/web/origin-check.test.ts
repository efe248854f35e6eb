import { expect, test } from 'vitest'
import {
  isOwnHost,
  isOwnOrigin,
  newToken,
  ownNames,
  sameToken,
} from '../../../../server/runtime/node/web/origin-check.ts'

test('leaves the port out on port 80, as browsers do', () => {
  const names = ownNames(80)
  expect(isOwnHost(names, 'localhost')).toBe(true)
  expect(isOwnOrigin(names, 'http://localhost')).toBe(true)
  expect(isOwnHost(names, 'localhost:8014')).toBe(false)
})

test('takes a missing Host or Origin for a foreign one', () => {
  const names = ownNames(8014)
  expect(isOwnHost(names, undefined)).toBe(false)
  expect(isOwnOrigin(names, undefined)).toBe(false)
})

test('tells tokens apart, of any length', () => {
  const token = newToken()
  expect(sameToken(token, token)).toBe(true)
  for (const other of [newToken(), '', token.slice(1), `${token}A`, null])
    expect(sameToken(token, other)).toBe(false)
})
