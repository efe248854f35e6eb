/** A grammar of small programs over three numbers: all that calls, and all around it that a call may stand in. */
import fc from 'fast-check'

const NAMES = ['a', 'b', 'c']

/** Expressions over numbers; every function among them is called at once or by an array method. */
export const { expression, statement } = fc.letrec<{
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
      fc.tuple(e, e).map(([x, y]) => `tag\`\${${x}}-\${${y}}\`.length`),
      fc.tuple(e, e, e).map(([x, y, z]) => `(${x} > 2 ? undefined : new Big(${y}))?.add(${z})`),
      fc
        .tuple(e, e, fc.constantFrom('n', 'f'))
        .map(([x, y, k]) => `({ n: null, f: (v) => v + ${x} }).${k}?.(${y})`),
      fc.tuple(e, e, e).map(([x, y, z]) => `sum(...[${x}, ${y}], ...new Set([${z}]))`),
      fc
        .tuple(e, e, tie('leaf'))
        .map(([x, y, z]) => `(({ p: [q = ${z}], ...r }) => q + r.s)({ p: [${x}], s: ${y} })`),
      fc
        .tuple(e, e)
        .map(([x, y]) => `{ ...{ a: ${x} }, get b() { return this.a + 1 }, [\`k\${${y}}\`]: 1 }`)
        .map((o) => `(${o}).b`),
      fc.tuple(e, e).map(([x, y]) => `counter(${x})(${y})`),
      fc.tuple(e, e).map(([x, y]) => `new Big(${x}).set(${y}).twice`),
      fc
        .tuple(fc.constantFrom(...NAMES), fc.constantFrom('+=', '-=', '??=', '&&=', '||='), e)
        .map(([name, op, x]) => `(${name} ${op} ${x})`),
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
      fc
        .tuple(e, e, e)
        .map(
          ([x, y, z]) => `{ const [p, { q = ${x} } = {}, ...r] = [${y}, {}, ${z}]\nnote(p + q + r.length) }`,
        ),
      fc.tuple(e, e).map(([x, y]) => `;[a, { b = ${x} }] = [${y}, {}]`),
      fc
        .tuple(
          tie('block'),
          e,
          tie('block'),
          fc.constantFrom('break', 'continue', 'break away', 'continue away'),
        )
        .map(
          ([x, y, z, how]) =>
            `away: for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) { try { ${x}\nif (${y} > j) ${how} } finally ${z} }`,
        ),
      fc
        .tuple(e, tie('block'), tie('block'))
        .map(
          ([x, y, z]) =>
            `switch (${x} & 1) { case block(0): ${y}\ncase 1: ${z}\nbreak\ndefault: note('odd') }`,
        ),
      fc
        .tuple(e, tie('block'), e)
        .map(
          ([x, y, z]) =>
            `note((() => { try { return ${x} } catch (e) { return 0 } finally { ${y}\nif (${z} > 3) return -1 } })())`,
        ),
      fc
        .tuple(e, tie('block'))
        .map(([x, y]) => `{ let turns = 0\ndo { ${y}\nturns++ } while (turns < 3 && ${x} > 1) }`),
      e.map(
        (x) =>
          `{ const fs = []\nfor (let i = 0; i < 2; i++) fs.push(() => ${x} + i)\nnote(fs.map((f) => f())) }`,
      ),
      fc.tuple(e, tie('block')).map(([x, y]) => `for (const k in { u: ${x}, v: 1 }) { note(k)\n${y} }`),
      fc
        .tuple(e, e)
        .map(
          ([x, y]) =>
            `{ class Own extends Big { add(n) { return super.add(n) + ${x} } static at = 1 }\nnote(new Own(${y}).each((n) => n)) }`,
        ),
    ),
    block: fc.array(tie('statement'), { maxLength: 2 }).map((lines) => `{ ${lines.join('\n')}\n}`),
  }
})

/** What the programs use: classes, cursors that wait, functions that take functions. */
export const LIBRARY = `
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
class Big extends Box {
  #calls = 0
  add(x) { this.#calls += 1; return super.add(x) + this.#calls }
  set(x) { this.last = x; return this }
  get twice() { return this.last * 2 }
}
const tag = (strings, ...values) => strings.join('|') + values.map((v) => block(v)).join()
const sum = (...xs) => xs.reduce((a, x) => a + block(x), 0)
const counter = (from) => { let at = from; return (by) => (at += block(by)) }
class Waiting extends Span { next() { const step = super.next(); return { done: step.done, value: block(step.value) } } }
`
