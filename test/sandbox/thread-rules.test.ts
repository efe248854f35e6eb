/** In threads style, what would need shared memory is refused at its place, and nothing else is. */
import { expect, test } from 'vitest'
import { CompileError } from '../../server/sandbox/compile-error.ts'
import { checkThreadRules } from '../../server/sandbox/thread-rules.ts'

function refusal(program: string): unknown {
  try {
    checkThreadRules(program, 'threads.ts')
  } catch (error) {
    return error
  }
  return undefined
}

test.each([
  ['assigning', 'let n = 0\nexport function main() {\n  n = 1\n}', 3, 3],
  ['adding', 'let n = 0\nconst f = () => { n += 1 }', 2, 19],
  ['counting', 'export let n = 0\nclass A { m() { this.x = n++ } }', 2, 26],
  ['destructuring', 'let a, b\nfunction f() { [a, { b }] = [1, { b: 2 }] }', 2, 16],
  ['a loop variable', 'let a\nfunction f() { for (a of [1]); }', 2, 21],
  ['assigning after a block of the same name', 'let a\nfunction f() { { let a; a = 1 } a = 2 }', 2, 33],
  ['a closure as target', 'function main() { new Thread(() => 1) }', 1, 30],
  ['a function expression as target', 'Thread(function () {})', 1, 8],
  ['a function that is not exported', 'function f() {}\nnew Thread(f, 1)', 2, 12],
  ['a local function', 'export function main() { function f() {}\n new Thread(f) }', 2, 13],
  [
    'a local function that hides an exported one',
    'export function f() {}\nfunction main(f) { new Thread(f) }',
    2,
    31,
  ],
  ['a method', 'const o = {}\nnew Thread(o.m)', 2, 12],
  ['a made function', 'new Thread(make())', 1, 12],
  ['a closure in a process', 'function main() { new Process(() => 1) }', 1, 31],
  [
    'a closure in a pool',
    'import { ThreadPool } from "thread-pool"\nconst pool = new ThreadPool(2)\nfunction main() { pool.map(() => 1, []) }',
    3,
    28,
  ],
  [
    'a function that a pool can not find',
    'function f() {}\nexport function main() { const own = new ThreadPool()\n own.apply(f) }',
    3,
    12,
  ],
  ['changing a part of an object', 'const o = { n: 0 }\nfunction f() { o.n = 1 }', 2, 16],
  ['counting in an object', 'const o = { n: { m: 0 } }\nfunction f() { o.n.m++ }', 2, 16],
  ['counting in a class', 'class A { static n = 0\n m() { A.n += 1 } }', 2, 8],
  ['deleting a part', 'const o = { n: 0 }\nfunction f() { delete o["n"] }', 2, 16],
  ['adding to a list', 'const list = []\nconst f = () => list.push(1)', 2, 17],
  ['adding to an exported map', 'export const m = new Map()\nfunction f() { m.set(1, 2) }', 2, 16],
  ['a named target', 'function f() {}\nnew Thread({ target: f })', 2, 22],
])('refuses %s', (_name, program, line, column) => {
  const error = refusal(program)
  expect(error).toBeInstanceOf(CompileError)
  expect(error).toMatchObject({
    file: 'threads.ts',
    line,
    column,
    message: expect.stringMatching(/^threads share no memory here: /),
  })
  expect((error as CompileError).hint).toBeTruthy()
})

test.each([
  ['the module itself', 'let n = 0\nn = 1\nn++'],
  ['local variables', 'let n = 0\nfunction f(n) { n = 1; { let m; m = 2 } }'],
  ['a var declared further down', 'let n = 0\nfunction f() { n = 1; var n }'],
  [
    'a caught error and a loop variable',
    'let e, i\nfunction f() { try {} catch (e) { e = 1 } for (let i = 0; i < 1; i++); for (let i of []) i = 2 }',
  ],
  [
    'parts of what is local, or at the top level',
    'const o = { n: 0 }, list = []\no.n = 1; list.push(1)\nfunction f(o) { o.n = 1; const list = []; list.push(o.n++) }',
  ],
  [
    'reading, and other objects that have such methods',
    'const o = { n: 0 }, list = [], count = new Counter()\nfunction f() { list.map(g); count.add(1); this.n = o.n; elsewhere.push(1) }',
  ],
  ['other globals', 'function f() { elsewhere = 1 }'],
  [
    'exported targets',
    "import { g } from './g.ts'\nexport function f() {}\nconst h = () => 1\nexport { h }\nexport default function i() {}\nnew Thread(f, 1); new Thread(g); Thread(h); new Thread({ target: i }); new Thread()",
  ],
])('accepts %s', (_name, program) => {
  expect(refusal(program)).toBeUndefined()
})
