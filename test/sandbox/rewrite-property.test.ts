/** Small programs made at random (from a fixed seed) do the same plain and rewritten, without semicolons. */
import { parse } from 'acorn'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runGreen, runPlain } from './green-vm.ts'

const NAMES = ['a', 'b', 'c']

/** Expressions over numbers; every function among them is called at once or by an array method. */
const { expression, statement } = fc.letrec<{
  expression: string
  statement: string
  block: string
  leaf: string
}>((tie) => {
  const e = tie('expression')
  return {
    leaf: fc.oneof(fc.integer({ min: 0, max: 5 }).map(String), fc.constantFrom(...NAMES)),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      e.map((x) => `block(${x})`),
      fc
        .tuple(e, fc.constantFrom('+', '-', '*', '&&', '||', ',', '<'), e)
        .map(([x, op, y]) => `(${x} ${op} ${y})`),
      fc.tuple(e, e, e).map(([x, y, z]) => `(${x} ? ${y} : ${z})`),
      fc.tuple(fc.constantFrom(...NAMES), e).map(([name, x]) => `(${name} = ${x})`),
      fc.tuple(fc.constantFrom(...NAMES), e, e).map(([name, x, y]) => `((${name}) => ${x})(${y})`),
      fc.tuple(e, e, e).map(([x, y, z]) => `[${x}, ${y}].map((c, i) => ${z} + i).length`),
      fc.tuple(e, e, e).map(([x, y, z]) => `[${x}, ${y}].reduce((a, b) => a + ${z})`),
      fc.tuple(e, e).map(([x, y]) => `[${x}].flatMap((a) => [${y}, a])[0]`),
      fc.tuple(e, e).map(([x, y]) => `new Box(${x}).add(${y})`),
      fc.tuple(e, e).map(([x, y]) => `new Box(${x})?.each((b) => ${y})`),
      e.map((x) => `[...new Span(${x})].length`),
      fc
        .tuple(e, e)
        .map(([x, y]) => `{ x: ${x}, m(a = ${x}) { return this.x + a + ${y} } }`)
        .map((o) => `(${o}).m(1)`),
    ),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      // As people write without semicolons: one only where the line would be taken for arguments.
      e.map((x) => (/^[[(]/.test(x) ? `;${x}` : x)),
      e.map((x) => `note(${x})`),
      fc.tuple(fc.constantFrom(...NAMES), e).map(([name, x]) => `${name} = ${x}`),
      fc.tuple(e, tie('block'), tie('block')).map(([x, y, z]) => `if (${x}) ${y}\nelse ${z}`),
      fc
        .tuple(fc.constantFrom(...NAMES), e, tie('block'))
        .map(([name, x, y]) => `for (const d of [1, ${x}].values()) { ${name} = d\n${y} }`),
      fc
        .tuple(e, tie('block'))
        .map(([x, y]) => `for (const [p, q = block(1)] of new Span(${x}).pairs()) { note(p + q)\n${y} }`),
      fc
        .tuple(e, tie('block'))
        .map(
          ([x, y]) =>
            `l${x.length}: for (const r of new Waiting(${x} & 3)) { ${y}\nnote(r)\nif (r > 1) continue l${x.length}\nif (r) break }`,
        ),
      fc
        .tuple(tie('block'), e, tie('block'))
        .map(([x, y, z]) => `try { ${x}\nthrow new Error(${y}) } catch (e) { note(e.message) } finally ${z}`),
      fc.tuple(e, e).map(([x, y]) => `{ const f = (a) => { return ${x} }\nf(${y}) }`),
    ),
    block: fc.array(tie('statement'), { maxLength: 2 }).map((lines) => `{ ${lines.join('\n')}\n}`),
  }
})

const LIBRARY = `
class Box {
  #n
  constructor(n) { this.#n = n }
  #get() { return block(this.#n) }
  add(x) { return this.#get() + x }
  each(f) { return [1, 2].map((x) => f(this.add(x))).length }
}
class Span {
  constructor(n) { this.n = Math.abs(n) % 4 || 0; this.i = 0 }
  [Symbol.iterator]() { return this }
  next() { return this.i < this.n ? { done: false, value: this.i++ } : { done: true } }
  pairs() { return [...this].map((x) => (x % 2 ? [x] : [x, block(x)])) }
}
class Waiting extends Span { next() { const step = super.next(); return { done: step.done, value: block(step.value) } } }
`

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
