/** What only the rewritten run can show: where waiting is an error, whose generators are frames, who may interleave. */
import { describe, expect, test } from 'vitest'
import { rewrite } from '../../server/sandbox/rewrite.ts'
import { runGreen, runPlain } from './green-vm.ts'

const body = (text: string, before = ''): string => `${before}\nexport function main() { ${text} }`

describe('waiting where nobody could resume is a GreenletError that names the place', () => {
  test.each([
    ['a constructor', body('new A()', 'class A { constructor() { block(1) } }'), 'a constructor'],
    ['a getter', body('return ({ get x() { return block(1) } }).x'), 'the getter x'],
    ['a setter', body('({ set x(v) { block(v) } }).x = 1'), 'the setter x'],
    ['a class field', body('new A()', 'class A { x = block(1) }'), 'a class field'],
    ['a static block', body('class A { static { block(1) } }'), 'a static block'],
    ['a default parameter', body('f()', 'function f(a = block(1)) { return a }'), 'a default parameter'],
    ['toString', body('return "" + o', 'const o = { toString() { return block("") } }'), 'toString()'],
    ['toJSON', body('return JSON.stringify({ toJSON: () => block(1) })'), 'toJSON()'],
    [
      'a computed engine method',
      body('return "".concat(o)', 'const o = { [Symbol.toPrimitive]() { return block("") } }'),
      '[Symbol.toPrimitive]()',
    ],
    ['sort', body('[2, 1].sort((a, b) => block(a - b))'), 'sort() callback'],
    ['replace', body('"a".replace(/a/, () => block("b"))'), 'replace() callback'],
    ['JSON.stringify', body('JSON.stringify({ a: 1 }, (k, v) => block(v))'), 'stringify() callback'],
    ['JSON.parse', body('JSON.parse("[1]", (k, v) => block(v))'), 'parse() callback'],
    ['Array.from', body('Array.from([1], (x) => block(x))'), 'from() callback'],
    ['typed arrays', body('new Uint8Array(1).map((x) => block(x))'), 'map() callback'],
    [
      'a Promise executor',
      body('let e; new Promise((resolve) => block(1)).catch(() => 0); throw new TypeError("none")'),
      undefined,
    ],
    [
      'spread',
      body(
        'return [...new C()]',
        'class C { [Symbol.iterator]() { return this } next() { return { done: true, value: block(1) } } }',
      ),
      'an iteration that JavaScript itself drives',
    ],
    [
      'destructuring',
      body(
        'const [a] = new C()',
        'class C { [Symbol.iterator]() { return this } next() { return { done: true, value: block(1) } } }',
      ),
      'an iteration that JavaScript itself drives',
    ],
    ['a proxy trap', body('return new Proxy({}, { get: (t, k) => block(k) }).x'), 'a proxy trap'],
  ])('%s', async (_name, program, place) => {
    const { error } = await runGreen(program)
    if (place === undefined) expect(error).toBe('TypeError: none')
    else expect(error).toMatch(`GreenletError: cannot wait inside ${place}`)
    expect((await runPlain(program)).error ?? '').not.toContain('Greenlet')
  })

  test('the top level of a module', async () => {
    await expect(runGreen('block(1)\nexport function main() {}')).rejects.toThrow(
      'cannot wait inside the top level of a module',
    )
  })

  test('on the line and column of the call', async () => {
    const outcome = await runGreen(
      'class A {\n  constructor() {\n    const x = 1; block(x)\n  }\n}\nexport function main() { new A() }',
    )
    // The engine's place of a call is behind its parenthesis.
    expect(outcome).toMatchObject({ line: 3, column: 'const x = 1; block(x)'.indexOf('(x') + 2 + 4 })
  })

  test('and can be caught where it happens', async () => {
    const program = body(
      'return new A().x',
      'function wait() { try { return block(1) } catch (e) { return e.name } }\nclass A { constructor() { this.x = wait() } }',
    )
    expect(await runGreen(program)).toMatchObject({ value: 'GreenletError' })
  })
})

describe('frames', () => {
  test('are not the generators of plain modules', async () => {
    const library =
      'export function* count() { yield 1; yield 2 }\nexport const same = (x) => x\nexport class Rows { *[Symbol.iterator]() { yield 3 } }'
    const program = `import { count, Rows, same } from 'library'
export function main() {
  const it = same(count()), out = []
  out.push(it.next().value, typeof it.return, [...it], [...count()])
  for (const x of count()) out.push(block(x))
  for (const x of new Rows()) out.push(block(x))
  out.push(count().map((x) => x + 1).next().value)
  return out
}`
    const plain = await runPlain(program, library)
    expect(plain.value).toEqual([1, 'function', [2], [1, 2], 1, 2, 3, 2])
    expect(await runGreen(program, library)).toEqual(plain)
  })

  test('can be given back by a plain module on purpose', async () => {
    const library =
      'export const twice = (x) => $frame((function* () { return (yield x) + (yield x) })())\nexport const plain = (x) => x + 1'
    const program =
      "import { plain, twice } from 'library'\nexport function main() { return plain(twice(2)) }"
    expect(await runGreen(program, library)).toMatchObject({ value: 5 })
  })

  test('are run to their end by $run, which throws if they wait', async () => {
    const library = `export const run = (f, ...args) => $run(f(...args), 'a test')
export const caught = (f) => { try { return run(f) } catch (e) { return e.name + ': ' + e.message } }`
    const program = `import { caught, run } from 'library'
const id = (x) => x
export function main() { return [run((x) => id(x), 1), run(5 .toFixed.bind(5)), caught(() => block(1))] }`
    expect((await runGreen(program, library)).value).toEqual([
      1,
      '5',
      'GreenletError: cannot wait inside a test',
    ])
  })

  test('interleave', async () => {
    const library = `export const both = (f, g) => {
  const frames = [f(), g()], out = []
  while (frames.length) { const frame = frames.shift(); const step = frame.next(); if (step.done) out.push(step.value); else frames.push(frame) }
  return out
}`
    const program = `import { both } from 'library'
const log = []
class Worker {
  constructor(name) { this.name = name }
  step(n) { log.push(this.name + n); block(n); log.push(this.name + n) }
  work() { for (const n of [1, 2]) [n].forEach((x) => this.step(x)); return this.name }
}
export function main() { const a = new Worker('a'), b = new Worker('b'); return [both(() => a.work(), () => b.work()), log] }`
    expect((await runGreen(program, library)).value).toEqual([
      ['a', 'b'],
      ['a1', 'b1', 'a1', 'a2', 'b1', 'b2', 'a2', 'b2'],
    ])
  })

  test('carry an error thrown into them to where they wait, and run what they leave behind', async () => {
    const library = `export const kill = (f) => {
  const frame = f()
  frame.next()
  try { frame.throw(new Error('killed')) } catch (e) { return e.message }
}`
    const program = `import { kill } from 'library'
function wait() { try { block(1) } finally { note('left') } }
export function main() { return kill(() => { for (const x of [1].values()) wait() }) }`
    expect(await runGreen(program, library)).toMatchObject({ value: 'killed', notes: ['left'] })
  })

  test('work when the program tampers with prototypes', async () => {
    const program = `const id = (x) => block(x)
export function main() {
  for (const o of [Object.prototype, Array.prototype]) {
    for (const key of ['get', 'set', 'value', 'next', 'done', 'return', 'throw', '$n', '$g']) Object.defineProperty(o, key, { __proto__: null, value: () => { throw new Error(key) }, writable: true, configurable: true })
  }
  for (const key of ['map', 'forEach', 'push', 'slice', 'shift']) Array.prototype[key] = () => 'mine'
  const generator = Object.getPrototypeOf(Object.getPrototypeOf([].values()))
  generator[Symbol.iterator] = null
  Map.prototype.get = WeakMap.prototype.get = Set.prototype.has = Reflect.apply = Function.prototype.call = Function.prototype.apply = null
  const seen = [1, 2].filter((x) => id(x) > 1)
  class A { m() { return id(3) } }
  const f = () => id(4)
  return [seen[0], new A().m(), f(), [].map(f), [5].reduce((a, x) => a + id(x), 1)]
}`
    expect(await runGreen(program)).toMatchObject({ value: [2, 3, 4, 'mine', 6] })
  })

  test('leave plain code in the same machine as it was', async () => {
    const library =
      'export const plain = () => [[1].map((x) => x), [..."ab"], "a".replace("a", () => "b"), Object.keys(Array.prototype), "$g" in (function* () {})()]'
    const program = "import { plain } from 'library'\nexport function main() { return plain() }"
    expect((await runGreen(program, library)).value).toEqual([[1], ['a', 'b'], 'b', [], false])
  })

  test('have globals that a program can not replace', async () => {
    const program = body(
      'const out = []; for (const name of ["$s", "$m", "$f", "$of", "$run", "GreenletError"]) { try { globalThis[name] = 1 } catch (e) { out.push(e.name) } } return out',
    )
    expect((await runGreen(program)).value).toEqual(Array(6).fill('TypeError'))
  })
})

describe('what can not be rewritten is refused at its place', () => {
  test.each([
    ['async function', 'async function f() {}', 1, 1],
    ['async arrow', 'const f = async () => 1', 1, 11],
    ['async method', 'class A { async m() {} }', 1, 18],
    ['generator', 'function* g() {}', 1, 1],
    ['generator method', 'const o = { *m() {} }', 1, 15],
    ['await', 'await 1', 1, 1],
    ['for await', 'for await (const x of []);', 1, 1],
    ['eval', 'function f() { eval("1") }', 1, 16],
    ['new Function', 'const f = new Function("1")', 1, 15],
    ['new of a function', 'function F() { f() }\nconst x = new F()', 2, 15],
    ['a call inside an optional chain', 'const f = (a) => a?.b().c', 1, 18],
    ['two calls inside an optional chain', 'const f = (a) => a?.b().c()', 1, 18],
    ['an optional array method', 'const f = (a) => a.map?.(f)', 1, 20],
    [
      'super in an arrow function that waits',
      'class A extends B { m() { return [1].map(() => super.m()) } }',
      1,
      48,
    ],
    ['super in an object literal', 'const o = { m() { return super.m() } }', 1, 26],
    ['arguments in an arrow function that waits', 'function f() { return () => g(arguments) }', 1, 31],
    ['a function in a switch', 'switch (1) { case 1: function f() { g() } }', 1, 14],
    ['import()', 'const x = import("a")', 1, 11],
    ['a taken name', 'const x = 1, $t = 2', 1, 14],
  ])('%s', (_name, program, line, column) => {
    expect(() => rewrite(program, 'a.ts')).toThrow(
      expect.objectContaining({ name: 'CompileError', file: 'a.ts', line, column, hint: expect.any(String) }),
    )
  })
})

describe('columns', () => {
  test('of everything that was copied lead back to it', () => {
    const source =
      'export function main() {\n  const a = f(1), b = (x) => g(x, a)\n  for (const { c, d = h(c) } of list) b?.[c].map((x) => k(x))\n  return this.z(b)\n}'
    const { code, column } = rewrite(source, 'a.ts')
    const lines = source.split('\n')
    for (const [index, line] of code.split('\n').entries()) {
      for (const { 0: word, index: at } of line.matchAll(/(?<![\w$"])[a-z](?![\w"])/g)) {
        const back = column(index + 1, at + 1)
        expect(lines[index]!.slice(back - 1, back), `${word} in ${line}`).toBe(word)
      }
    }
  })
})
