/** Small programs made at random (from a fixed seed) do the same plain and rewritten, without semicolons. */
import { parse } from 'acorn'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runGreen, runPlain } from './green-vm.ts'
import { expression, LIBRARY, statement } from './rewrite-grammar.ts'

/** What is made at random may declare a label twice. */
function isProgram(program: string): boolean {
  try {
    return !!parse(program, { ecmaVersion: 2023, sourceType: 'module' })
  } catch {
    return false
  }
}

test('a program made at random comes to the same, waits as often and says the same', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 4 }), expression, async (lines, last) => {
      const program = `${LIBRARY}\nexport function main() {\nlet a = 1, b = 2, c = 3\n${lines.join('\n')}\nreturn [a, b, c, ${last}]\n}`
      fc.pre(isProgram(program))
      const { column: _plain, ...plain } = await runPlain(program)
      const { column: _green, ...green } = await runGreen(program)
      expect(green, program).toEqual(plain)
    }),
    { seed: 20140613, numRuns: 150, endOnFailure: false },
  )
})
