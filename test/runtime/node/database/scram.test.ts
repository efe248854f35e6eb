import { expect, test } from 'vitest'
import { Scram, scramSecret } from '../../../../server/runtime/node/database/scram.ts'

/** The exchange that RFC 7677 prints, section 3. */
const SHA_256 = {
  nonce: 'rOprNGfwEbeRWgbNEkqO',
  challenge: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  final:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  answer: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
}

/** The exchange that RFC 5802 prints, section 5. */
const SHA_1 = {
  nonce: 'fyko+d2lbbFgONRv9qkxdawL',
  challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
  final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
  answer: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
}

test.each([
  ['SCRAM-SHA-256', SHA_256],
  ['SCRAM-SHA-1', SHA_1],
] as const)('%s says what its standard prints', async (mechanism, { nonce, challenge, final, answer }) => {
  const scram = new Scram({ mechanism, username: 'user', secret: 'pencil', nonce })
  expect(scram.first).toBe(`n,,n=user,r=${nonce}`)
  expect(await scram.final(challenge)).toBe(final)
  expect(() => scram.verify(answer)).not.toThrow()
})

test('a server that does not know the password is found out', async () => {
  const scram = new Scram({
    mechanism: 'SCRAM-SHA-256',
    username: 'user',
    secret: 'pencil',
    nonce: SHA_256.nonce,
  })
  await scram.final(SHA_256.challenge)
  expect(() => scram.verify(`v=${Buffer.alloc(32).toString('base64')}`)).toThrow('signature is wrong')
  expect(() => scram.verify('v=')).toThrow('signature is wrong')
  expect(() => scram.verify('e=other-error')).toThrow('refuses the login: other-error')
})

test.each([
  ['a nonce of somebody else', 'r=other,s=QSXCR+Q6sek8bf92,i=4096', 'wrong nonce'],
  ['nothing of its own in the nonce', `r=${SHA_1.nonce},s=QSXCR+Q6sek8bf92,i=4096`, 'wrong nonce'],
  ['too few rounds', `r=${SHA_1.nonce}x,s=QSXCR+Q6sek8bf92,i=1`, 'asks for 1 rounds only'],
  ['no rounds', `r=${SHA_1.nonce}x,s=QSXCR+Q6sek8bf92`, 'rounds only'],
])('a challenge with %s is refused', async (_what, challenge, message) => {
  const scram = new Scram({
    mechanism: 'SCRAM-SHA-1',
    username: 'user',
    secret: 'pencil',
    nonce: SHA_1.nonce,
  })
  await expect(scram.final(challenge)).rejects.toThrow(message)
})

test('commas and equals signs of a name are escaped', () => {
  const options = { secret: '', nonce: 'x', mechanism: 'SCRAM-SHA-256' } as const
  expect(new Scram({ ...options, username: 'a=b,c' }).first).toBe('n,,n=a=3Db=2Cc,r=x')
})

test('a password is hashed as MongoDB does for SHA-1, and brought to one form for SHA-256', () => {
  expect(scramSecret('SCRAM-SHA-1', 'user', 'pencil')).toBe('1c33006ec1ffd90f9cadcbcc0e118200')
  expect(scramSecret('SCRAM-SHA-256', 'user', 'I\u00adX\u00a0\u2168')).toBe('IX IX')
})

test('the salted password is made once for many logins', async () => {
  const salted = new Map<string, Promise<Buffer>>()
  for (let login = 0; login < 2; login += 1) {
    const scram = new Scram({
      mechanism: 'SCRAM-SHA-256',
      username: 'user',
      secret: 'pencil',
      ...SHA_256,
      salted,
    })
    expect(await scram.final(SHA_256.challenge)).toBe(SHA_256.final)
  }
  expect(salted.size).toBe(1)
})
