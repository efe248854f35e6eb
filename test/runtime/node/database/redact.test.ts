import { expect, test } from 'vitest'
import { redactor } from '../../../../server/runtime/node/database/redact.ts'

const URI = 'mongodb://ada:pass%40word@db.example.com'

test.each([
  ['the whole string', URI, `can not use ${URI}`, 'can not use ***'],
  ['a password as it is meant', URI, 'wrong: pass@word', 'wrong: ***'],
  ['a password as it is written', URI, 'wrong: pass%40word', 'wrong: ***'],
  ['the pieces of one that is written wrongly', 'mongodb://ada:pass/word@db', 'no host pass', 'no host ***'],
  ['the user', URI, 'ada may not read the Canada data', '*** may not read the Canada data'],
  ['another such string', URI, 'at mongodb+srv://bob:secret@db/x', 'at mongodb+srv://***@db/x'],
  ['what opens a key', 'mongodb://db/?tlsCertificateKeyFilePassword=sesame%21', 'not sesame!', 'not ***'],
  ['a token', 'mongodb://db/?authMechanismProperties=AWS_SESSION_TOKEN:abcd', 'bad abcd', 'bad ***'],
])('hides %s', (_what, uri, text, hidden) => {
  expect(redactor(uri)(text)).toBe(hidden)
})

test('leaves the rest alone', () => {
  const text = 'connect ECONNREFUSED db.example.com:27017'
  expect(redactor('mongodb://db.example.com:27017')(text)).toBe(text)
  expect(redactor('mongodb://a:b@db.example.com:27017')(text)).toBe(text)
})
