/** Types are blanked in place: each program keeps its length and line ends, is JavaScript, and means what it meant. */
import { parse } from 'acorn'
import { describe, expect, test } from 'vitest'
import { blankTypes } from '../../server/sandbox/blank-types.ts'
import { CompileError } from '../../server/sandbox/compile-error.ts'

/** Programs that leave their value in `result`. */
const PROGRAMS: Record<string, [source: string, value: unknown]> = {
  annotations: ['let a: number = 1, b: string | null = null\nresult = [a, b]', [1, null]],
  functions: [
    'function f<T>(this: void, a: T, b?: number, ...rest: T[]): T[] { return [a, ...rest] }\nresult = f<number>(1, 2, 3)',
    [1, 3],
  ],
  'a `this` parameter alone': [
    'function f(this: { x: number }) { return this.x }\nresult = f.call({ x: 4 })',
    4,
  ],
  overloads: [
    'function f(a: number): number\nfunction f(a: string): string\nfunction f(a: any) { return a }\nresult = f(3)',
    3,
  ],
  'optional parameter without type': ['const f = (a?) => a\nresult = f(1)', 1],
  'arrow return type on several lines': [
    'const f = (a: number): {\n  b: number\n} => ({ b: a })\nresult = f(2).b',
    2,
  ],
  'type predicate': ["const f = (a: unknown): a is string => typeof a === 'string'\nresult = f('')", true],
  'generic arrow': ['const f = <T,>(a: T): T => a\nresult = f<string>("x")', 'x'],
  'async arrow with type parameters on several lines': [
    'const f = async <\n  T,\n>(a: T) => a\nresult = typeof f',
    'function',
  ],
  'as at the end of a line': ['let a = 1\nconst b = a as number\n;[a] = [7]\nresult = a + b', 8],
  'as before a line that begins with a bracket': [
    'let a = [5], b = 0\nb = a as any\n[0, 1].map(() => 1)\nresult = b',
    [5],
  ],
  'as before a line that begins with a parenthesis': [
    'const f = (): number => 1\nlet g = f as any\n(() => 2)()\nresult = g()',
    1,
  ],
  'return as': ['const f = () => {\n  return 3 as const\n}\nresult = f()', 3],
  'as in parentheses': ['const a: unknown = { b: 4 };\nresult = (a as { b: number }).b', 4],
  'as after nested parentheses': ['const a: any = { b: 4 };\nresult = (((a)) as any as { b: number }).b', 4],
  'assigning through as': ['let a: any = 1;\n(a as number) = 6\nresult = a', 6],
  'as in loop heads': [
    'let n = 0\nfor (let i = 0 as number; i < (3 as number); i++) n += i\nfor (const x of [1, 2] as number[]) n += x\nresult = n',
    6,
  ],
  satisfies: ['const a = { b: 1 } satisfies Record<string, number>\nresult = a', { b: 1 }],
  'non-null': ['const a: { b?: { c: number } } = { b: { c: 5 } }\nresult = a.b!.c', 5],
  'non-null twice': ['const a = 5 as number | null\nresult = a!! + 1', 6],
  'angle brackets': ['const a = <number>(<unknown>5)\nresult = a', 5],
  'generic calls': [
    'const f = <T,>(a: T) => a\nconst g = f<number>\nresult = [f<number>(1), g(2), f?.<number>(3), new Map<string, number>([["a", 1]]).get("a")]',
    [1, 2, 3, 1],
  ],
  'tagged template with type arguments': [
    'const tag = <T,>(s: readonly string[]) => s[0]\nresult = tag<string>`x`',
    'x',
  ],
  'type declarations': [
    'type A = { a: number }\ninterface B extends A { b: string }\ndeclare const c: B\ndeclare function d(): void\nresult = 1',
    1,
  ],
  'type declarations between lines': ['let a = 1\ntype T = number\n;[a] = [2]\nresult = a', 2],
  'type declaration before a line that begins with a bracket': [
    'let a = 1\nlet b = a\ntype T = number\n[a] = [2]\nresult = [a, b]',
    [2, 1],
  ],
  'declare global': [
    'declare global { interface A { b: 1 } }\ndeclare module "x" { const a: 1 }\ndeclare namespace N { const b: 1 }\ndeclare enum E { A }\nresult = 2',
    2,
  ],
  classes: [
    `interface I { a: number }
    abstract class Base<T> implements I, Iterable<T> {
      declare z: number
      private readonly a: number = 1 as number
      protected static s?: string = 'static'
      public b!: T;
      c?: number
      ['d']: number
      #e: number = 5;
      [key: string]: unknown
      abstract f(): number
      abstract g: number
      private constructor();
      constructor(b?: T) { this.b = b! }
      m(a: number): void
      m(a: string): void
      m<U>(a: U): U { return a }
      get e(): number { return this.#e }
      set e(e: number) { this.#e = e }
      optional?(): number { return 3 }
      static of<T>(): Derived<T> { return new Derived<T>() }
      *[Symbol.iterator](): Iterator<T> {}
    }
    class Derived<T> extends Base<T> { f(): number { return this.e } g = 2; override toString(): string { return 'x' } }
    const d = Derived.of<number>()
    result = [d.a, Derived.s, d.m<number>(4), d.f(), d.g, 'z' in d, 'c' in d, 'd' in d, String(d), d.optional!()]`,
    [1, 'static', 4, 5, 2, false, true, true, 'x', 3],
  ],
  'fields without semicolons': [
    'class A {\n  a = 1 as number\n  private ["b"] = 2\n  readonly c: number\n  declare d: number\n  e = 3\n  private static f = 4\n  static: number\n  get(): number { return 7 }\n}\nconst a = new A()\nresult = [a.a, a.b, a.c, a.e, A.f, a.get()]',
    [1, 2, undefined, 3, 4, 7],
  ],
  'fields called like modifiers': [
    'class A { readonly = 1; declare = 2; abstract: number = 3; private private = 4 }\nresult = { ...new A() }',
    { readonly: 1, declare: 2, abstract: 3, private: 4 },
  ],
  'class expression': [
    'const A = class<T> implements Object { x: T = 1 as T }\nresult = new A<number>().x',
    1,
  ],
  'extends with type arguments': [
    'class A<T> extends Map<string, T> {}\nresult = new A<number>([["a", 1]]).size',
    1,
  ],
  'abstract in a comment': [
    '/* abstract */ abstract /* class */ class A { /* private */ private /* : */ x /* ? */ ?: number = 1 }\nclass B extends A {}\nresult = new B().x',
    1,
  ],
  destructuring: [
    'const { a, b: [c] }: { a: number; b: number[] } = { a: 1, b: [2] }\nresult = [a, c]',
    [1, 2],
  ],
  catch: ['try { throw 1 } catch (e: unknown) { result = e }', 1],
  'unicode and strings': [
    `const a: string = "🙂: number as T" as string, b = \`\${a as string}!\`\nresult = b`,
    '🙂: number as T!',
  ],
  'definite variable': ['let a!: number\na = 3\nresult = a', 3],
  'conditional with arrows': [
    'const f = (a: number) => a ? (b: number): number => b : null\nresult = f(1)!(2)',
    2,
  ],
  'object methods': [
    'const o = { m<T>(x: T): T { return x }, get a(): number { return 1 }, async b(): Promise<void> {} }\nresult = [o.m<number>(2), o.a]',
    [2, 1],
  ],
}

/** Runs the text of a module without imports and exports and answers what it left in `result`. */
function resultOf(javascript: string): unknown {
  return new Function(`'use strict';let result;${javascript}\n;return result`)()
}

const lineEnds = (text: string): number[] => [...text.matchAll(/\n/g)].map((end) => end.index)

describe('blankTypes', () => {
  for (const [name, [source, value]] of Object.entries(PROGRAMS)) {
    test(`keeps places and meaning: ${name}`, () => {
      const javascript = blankTypes(source, 'a.ts')
      expect(javascript).toHaveLength(source.length)
      expect(lineEnds(javascript)).toEqual(lineEnds(source))
      parse(javascript, { ecmaVersion: 2023, sourceType: 'module' })
      expect(resultOf(javascript)).toEqual(value)
    })
  }

  test('leaves JavaScript as it is', () => {
    const source =
      "import { a } from './b.ts'\nexport const c = a?.b ? a : { d: 1 } // as T\nfor (const x of c) x.y()\n"
    expect(blankTypes(source, 'a.ts')).toBe(source)
  })

  test('blanks imports and exports of types only', () => {
    const source =
      "import type A from './a.ts'\nimport { type B, c, type D } from './b.ts'\nexport type { A } from './a.ts'\nexport type E = A\nexport interface F {}\nexport { c, type B }\nexport default interface G {}\n"
    const javascript = blankTypes(source, 'a.ts')
    expect(javascript.replace(/ +/g, ' ')).toBe(
      ";\nimport { c, } from './b.ts'\n;\n;\n;\nexport { c, }\n;\n".replace(/;\n/g, '; \n'),
    )
    expect(javascript).toHaveLength(source.length)
  })

  test.each([
    ['enum', 'let a = 1\n  enum E { A }', 2, 3],
    ['exported enum', 'export enum E { A }', 1, 8],
    ['namespace', 'namespace N { export const a = 1 }', 1, 1],
    ['a decorated class', '@d class A {}', 1, 1],
    ['a decorated method', 'class A { @d m() {} }', 1, 11],
    ['a parameter property', 'class A {\n  constructor(private a: number) {}\n}', 2, 15],
    ['import =', "import a = require('a')", 1, 1],
    ['export =', 'export = 5', 1, 1],
    ['a syntax error', 'function f() {\n  return a.\n}', 3, 1],
    ['a type error in syntax', 'let a: = 5', 1, 8],
    ['an angle-bracket assertion on two lines', 'const f = () => {\n  return <\n    number>1\n}', 2, 10],
  ])('refuses %s at its place', (_name, source, line, column) => {
    const error = caught(() => blankTypes(source, 'demo.ts'))
    expect(error).toBeInstanceOf(CompileError)
    expect(error).toMatchObject({ file: 'demo.ts', line, column })
  })

  test('says what to write instead', () => {
    expect(caught(() => blankTypes('enum E { A }', 'a.ts'))).toMatchObject({
      hint: expect.stringContaining('union'),
    })
  })
})

function caught(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}
