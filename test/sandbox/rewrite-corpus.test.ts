/** Every construct of the language that the rewriter touches: the plain run and the rewritten run agree. */
import { describe, expect, test } from 'vitest'
import { rewrite } from '../../server/sandbox/rewrite.ts'
import { runGreen, runPlain } from './green-vm.ts'
import { PROGRAMS } from './rewrite-programs.ts'
import { MORE_PROGRAMS } from './rewrite-programs-more.ts'

describe('a rewritten program does what the plain one does', () => {
  for (const [name, program] of Object.entries({ ...PROGRAMS, ...MORE_PROGRAMS })) {
    test(name, async () => {
      const plain = await runPlain(program)
      const green = await runGreen(program)
      expect({ ...green, waits: 0, column: 0 }).toEqual({ ...plain, waits: 0, column: 0 })
      expect(rewrite(program, 'program').code.split('\n')).toHaveLength(program.split('\n').length)
      if (program.includes('block(')) expect(green.waits).toBe(plain.waits)
    })
  }
})
