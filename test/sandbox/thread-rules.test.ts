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
  ['parts of objects', 'const o = { n: 0 }\nfunction f() { o.n = 1; o.n++ }'],
  ['other globals', 'function f() { elsewhere = 1 }'],
  [
    'exported targets',
    "import { g } from './g.ts'\nexport function f() {}\nconst h = () => 1\nexport { h }\nexport default function i() {}\nnew Thread(f, 1); new Thread(g); Thread(h); new Thread({ target: i }); new Thread()",
  ],
])('accepts %s', (_name, program) => {
  expect(refusal(program)).toBeUndefined()
})
