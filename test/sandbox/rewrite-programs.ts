/** Programs for the corpus: each is a module whose main() gives back something that JSON can say. */
export const PROGRAMS: Record<string, string> = {
  'a call': 'export function main() { return block(1) + block(2) }',
  'nested calls':
    'const f = (a, b) => block(a) + b\nexport function main() { return f(f(1, block(2)), f(block(3), 4)) }',
  'lines without semicolons': `function f(x) { return block(x) }
export function main() {
  let a = 1
  let b = a
  f(2)
  const c = [f(3)]
  f(4)
  if (a) f(5)
  else f(6)
  do f(7)
  while (f(0))
  b = f
  f(8)
  return [a, b === f, c]
}`,
  'fields without semicolons before methods': `class A {
  n = 1
  get(x) { return block(this.n + x) }
  static m = 2
  static set(x) { return block(this.m + x) }
  #p = 3
  #own(x) { return block(this.#p + x) }
  k = 4;
  ['late' + 1](x) { return this.#own(x) }
  f
  delete(x) { return this.late1(x) }
}
export function main() {
  const a = new A()
  return [a.get(1), A.set(1), a.delete(1), a.k]
}`,
  'arrow functions': `const add = (a) => (b) => block(a) + b
const object = x => ({ x: block(x) })
const list = () => [block(1), block(2)]
const lines = (a) =>
  block(a)
const block2 = (a, { b }, [c = 3], ...d) => { return block(a) + b + c + d.length }
export function main() { return [add(1)(2), object(3), list(), lines(4), block2(1, { b: 2 }, [], 4, 5)] }`,
  'this in arrow functions': `class A {
  tag = 'T'
  own = () => this.tag + block(1)
  constructor() { this.late = () => { const inner = () => this.tag + block(2); return inner() } }
  all(xs) { return xs.map((x) => this.tag + block(x)) }
  deep() { return [1].map(() => [2].map(() => { const f = function () { return this }; return [this.tag, f.call(5), block(1)] })) }
  mixed() { return [1].map((x) => { const g = () => this.tag; return g() + block(x) }) }
  withDefault(f = () => this.tag + block(7)) { return f() }
}
class B extends A {
  constructor() { super(); this.b = () => this.tag + block(4) }
  get got() { return () => this.tag + block(5) }
}
export function main() {
  const b = new B()
  const o = { tag: 'O', who() { return [1].map(() => this.tag + block(6)) } }
  return [b.own(), b.late(), b.all([1, 2]), b.deep(), b.mixed(), b.withDefault(), b.b(), b.got(), o.who(), b.own.call({ tag: 'no' })]
}`,
  'names of functions': `const a = () => block(1)
let b = function () { return block(1) }
const c = function named() { return block(1) }
const o = { d: () => block(1), e() { return block(1) }, ['f' + 1]: 1 }
class K { g = () => this.x + block(1); h() { block(1) } static i() { block(1) } }
let j
j = () => block(1)
const { k = () => block(1) } = {}
function l() { block(1) }
export function main() { return [a, b, c, o.d, o.e, new K().g, new K().h, K.i, j, k, l].map((f) => f.name) }`,
  'lengths of functions':
    'const f = (a, b = 1) => block(a)\nfunction g(a, b, ...c) { block(1) }\nexport function main() { return [f.length, g.length] }',
  'classes, super, static and private members': `class A {
  #n = 1
  static count = 0
  static #made = []
  static make(x) { A.count += block(1); const a = new this(); a.#n = x; A.#note(x); return a }
  static #note(x) { A.#made.push(block(x)) }
  static get made() { return A.#made }
  static { this.start = 5 }
  #secret(x) { return block(x) + this.#n }
  #plain(x) { return x + this.#n }
  #both(x) { return this.#secret(x) + this.#plain(x) }
  ask(x) { return this.#both(x) }
  bound() { return [1, 2].map(this.#secret, this) }
  late() { const f = this.#secret.bind(this); return f(10) }
  optional(o) { return [o?.#secret(1), this?.#secret(2), this.#secret?.(3)] }
  has(o) { return #secret in o }
  get n() { return this.#n }
  set n(x) { this.#n = x }
  m(x) { return x + block(3) }
  ['computed' + 1](x) { return block(x) }
  'a b'() { return block(1) }
  42() { return block(2) }
}
class B extends A { m(x) { return super.m(x) + 1 } static make(x) { return super.make(x + 1) } inherited() { return super.ask(1) } }
export function main() {
  const b = B.make(7)
  b.n += block(2)
  return [b.ask(1), b.bound(), b.late(), b.optional(undefined), b.has(b), b.has({}), b.n, b.m(1), b.computed1(5), b['a b'](), b[42](), A.count, A.start, A.made, b.inherited()]
}`,
  'class expressions and computed keys': `const name = () => block('m')
const mix = (Base) => class extends Base { [name()]() { return super.base() + block(1) } }
export function main() {
  const C = mix(class { base() { return block(2) } })
  const o = { [name()]: 5, [name() + 1]() { return block(6) } }
  return [new C().m(), o.m, o.m1()]
}`,
  'methods of object literals': `const o = {
  x: 1,
  m(a) { return this.x + block(a) },
  get y() { return this.x + 1 },
  'quoted key'(a) { return block(a) },
  7(a) { return block(a) },
  f: (a) => block(a),
  g: function (a) { return this.x + block(a) },
  plain(a) { return a },
}
export function main() { return [o.m(1), o.y, o['quoted key'](2), o[7](3), o.f(4), o.g(5), o.plain(6), o['m'](7)] }`,
  'array methods': `const xs = [3, , 1, 2]
const f = (x) => block(x)
export function main() {
  const seen = []
  xs.forEach((x, i, all) => { seen.push([block(x), i, all === xs]) })
  return [
    seen,
    xs.map((x) => f(x) * 2), 1 in xs.map((x) => f(x)),
    xs.filter((x) => f(x) > 1), xs.some((x) => f(x) === 2), xs.every((x) => f(x) < 3),
    xs.find((x) => f(x) === 1), xs.findIndex((x) => f(x) === undefined), xs.findLast((x) => f(x) > 1), xs.findLastIndex((x) => f(x) === 3),
    xs.reduce((a, x) => a + f(x)), xs.reduce((a, x) => a + f(x), 10), xs.reduceRight((a, x) => a + '-' + f(x)), xs.reduceRight((a, x) => a + f(x), ''),
    xs.flatMap((x) => [f(x), [x]]), [].map((x) => f(x)), [].reduce((a, x) => f(x), 'none'),
    xs.map(function (x) { return this.k + f(x) }, { k: 1 }),
    xs.map(String), xs.map((x) => x), xs.map(f).map(f).filter(Boolean).join(),
    [1, 2, 3].map(async2), Array.prototype.map.call([1], f), [].map.apply([2], [f]),
  ]
}
function async2(x) { return [x, block(x)] }`,
  'array methods: mixed answers, growing and early end': `export function main() {
  const xs = [1, 2, 3]
  const mixed = xs.map((x) => (x === 2 ? block(x) : x))
  let n = 0
  xs.forEach((x) => { if (n++ < 5) xs.push(block(x)) })
  const some = xs.some((x) => { note(x); return block(x) === 2 })
  class L extends Array {}
  const l = L.from([1, 2]).map((x) => block(x))
  return [mixed, xs, some, l instanceof L, l.length]
}`,
  'errors of array methods': `export function main() {
  const out = []
  for (const f of [() => [].reduce((a, b) => block(a)), () => [1].map(5), () => [1].forEach(), () => [1].map((x) => { throw new Error('in ' + block(x)) }), () => undefined.map((x) => block(x)), () => ({}).map((x) => block(x))]) {
    try { out.push(f()) } catch (e) { out.push(e.name + ': ' + e.message) }
  }
  return out
}`,
  'maps and sets': `export function main() {
  const out = []
  new Map([[1, 2], [3, 4]]).forEach((v, k, m) => out.push(block(v), k, m.size))
  const s = new Set([5])
  s.forEach(function (v) { out.push(this.t + block(v)); if (v < 8) s.add(v + 1) }, { t: 't' })
  return out
}`,
  'own methods called like array methods': `class Collection {
  constructor() { this.docs = [1, 2, 3] }
  find(query) { return this.docs.filter((d) => block(d) > query) }
  map(f) { return 'mapped ' + f(block(2)) }
  call(x) { return block(x) }
}
export function main() {
  const c = new Collection()
  return [c.find(1), c.map((x) => block(x) + 1), c.call(3), c.find.call(c, 2), c.find.apply(c, [0]), c.find.bind(c)(1), c?.find(2), c['find'](1), c[block('find')](2)]
}`,
  'callbacks that can not wait, when they do not': `const cmp = (a, b) => sub(a, b)
function sub(a, b) { return a - b }
const id = (x) => x
export function main() {
  return [[3, 1, 2].sort(cmp), [3, 1].toSorted((a, b) => sub(b, a)), 'a-b'.replace(/-/, (m) => id('+')), 'aa'.replaceAll('a', () => id('b')),
    JSON.stringify({ a: 1 }, (k, v) => id(v)), JSON.parse('[1]', (k, v) => id(v)), Array.from([1], (x) => id(x + 1)),
    new Uint8Array([1, 2]).map((x) => id(x) * 2).join(), Array.from([1, 2].values().map((x) => id(x)))]
}`,
  'sync places, when they do not wait': `const id = (x) => x
const one = (x) => id(x)
class A {
  field = one(1)
  static s = one(2)
  static { this.t = one(3) }
  constructor(x = one(4)) { this.x = one(x); this.y = [1].map((q) => one(q)) }
  get g() { return one(5) }
  set g(v) { this.z = one(v) }
  toString() { return one('str') }
  valueOf() { return one(8) }
  toJSON() { return { json: one(1), x: this.x } }
  [Symbol.toPrimitive](hint) { return one(hint) }
}
export function main(a = one(1)) {
  const x = new A()
  x.g = 6
  const { d = one(7), e: { f } = { f: one(9) } } = {}
  return [x.field, A.s, A.t, x.x, x.y, x.g, x.z, String(x), \`\${x}\`, x, d, f, a]
}`,
  'default parameters':
    'const f = (a, b = () => block(a), c = ((x) => x + 1)(1)) => block(b() + c)\nexport function main() { return f(1) }',
  'optional calls': `export function main() {
  const o = { f() { return block(3) }, deep: { list: [1, 2], none: undefined } }, u = undefined
  const out = [o.f?.(), o.g?.() ?? 'n', o?.f(), u?.f(block(1)), o?.deep.list.length, o?.deep?.list.map((x) => block(x)), u?.deep.list.map((x) => block(x)), o.deep.none?.map((x) => block(x)), o.deep.list?.map((x) => block(x)), o?.['deep'].list.filter((x) => block(x) > 1), o?.deep['list']?.some((x) => block(x) === 2), u?.[block('x')].map((x) => x), o.deep?.['list'].map((x) => block(x)), o.deep.list?.['map']((x) => block(x))]
  try { o?.deep.none.map((x) => block(x)) } catch (e) { out.push(e.name) }
  return out
}`,
  'for of with everything': `export function main() {
  const out = []
  for (const x of [1, 2, 3]) { if (x === 2) continue; out.push(block(x)) }
  const list = [1, 2, 3]
  for (const x of list) out.push(block(x))
  for (let x of list) { x = block(x) + 1; out.push(x) }
  for (var v of list) if (block(v) === 2) break
  out.push(v)
  let z, o = {}
  for (z of list) block(z)
  for (o.x of list);
  for ([z, o.y = block(5)] of [[1], [2, 3]]) out.push(z, o.y)
  for ({ z } of [{ z: 8 }]);
  out.push(z, o)
  for (const { a = block(7), b: [c] = [block(8)], ...rest } of Array.of({}, { a: 1, b: [2], d: 3 })) out.push(a, c, rest)
  for (const {
    a, // a comment
    b,
  } of Array.of({ a: 1, b: 2 })) {
    out.push(a, b)
  }
  outer: for (const a of list) { for (const b of list) { if (b === 2) continue outer; if (a === 3) break outer; out.push(block(a * 10 + b)) } }
  const fs = []
  for (const x of list) fs.push(() => block(x))
  out.push(fs.map((f) => f()))
  for (const x of list) { const x = block(9); out.push(x) }
  for (const [k, v] of new Map([[1, 2]])) out.push(k, block(v))
  for (const c of 'ab') out.push(block(c))
  for (const c of new Set([1]).values()) out.push(block(c))
  for (const x of Object.entries({ p: 1 })) out.push(block(x))
  for (const x of list) for (const y of list) if (x === y) out.push(block(x)); else if (x > y) note(block(y))
  for (const k in { a: 1, b: 2 }) out.push(block(k))
  for (let i = 0; i < block(2); i++) out.push(i)
  return out
}`,
  'for of over nothing that iterates': `export function main() {
  const out = []
  for (const bad of [null, undefined, 5, {}, { [Symbol.iterator]: 5 }, { [Symbol.iterator]() { return 5 } }]) {
    try { for (const x of bad) block(x) } catch (e) { out.push(e.name) }
  }
  return out
}`,
  'a blocking cursor': `class Cursor {
  constructor(n) { this.n = n; this.i = 0 }
  [Symbol.iterator]() { return this }
  next() { return this.i < this.n ? { done: false, value: block(this.i++) } : { done: true, value: undefined } }
  return() { note('closed at ' + this.i); return {} }
}
class Rows { constructor(n) { this.n = n } [Symbol.iterator]() { return new Cursor(this.n) } }
export function main() {
  const out = []
  for (const x of new Cursor(5)) { if (x === 1) continue; if (x === 4) break; out.push(x) }
  for (const x of new Cursor(2)) for (const y of new Rows(2)) out.push(x * 10 + y)
  const fs = []
  for (const x of new Cursor(3)) fs.push(() => x)
  out.push(fs.map((f) => f()))
  try { for (const x of new Cursor(2)) throw new Error('out ' + x) } catch (e) { out.push(e.message) }
  const first = () => { for (const x of new Rows(3)) return x }
  out.push(first())
  outer: for (const x of new Cursor(3)) { for (const y of new Cursor(3)) { if (y > x) continue outer; if (x === 2) break outer; out.push([x, y]) } }
  return out
}`,
  'a cursor whose next throws is not closed': `class Cursor {
  [Symbol.iterator]() { return this }
  next() { throw new Error('lost ' + block(1)) }
  return() { note('closed'); return {} }
}
export function main() { try { for (const x of new Cursor()) note(x) } catch (e) { return e.message } }`,
  'JavaScript drives a cursor that does not wait': `const id = (x) => x
class Count {
  constructor(n) { this.n = n; this.i = 0 }
  [Symbol.iterator]() { return this }
  next() { return this.i < this.n ? { done: false, value: id(this.i++) } : { done: true, value: undefined } }
}
export function main() {
  const [a, b] = new Count(3)
  const f = (...xs) => xs.length + block(0)
  const { c: [d] } = { c: new Count(2) }
  return [[...new Count(3)], a, b, f(...new Count(4)), d, Array.from(new Count(2)), new Set(new Count(2)).size, Object.fromEntries([new Count(2)]), Math.max(...new Count(3))]
}`,
  'errors, finally and return': `const log = []
function fail(x) { throw new Error('no ' + block(x)) }
function f() { try { return block(1) } finally { log.push('f' + block(2)) } }
function g() { try { fail(3) } catch (e) { return e.message } finally { log.push('g') } }
function h() { for (const x of [1, 2]) { try { if (x === 1) continue; fail(x) } catch ({ message }) { log.push(message) } finally { log.push('h' + block(x)) } } }
function i() { l: try { break l } finally { block(1) } return 'i' }
export function main() { return [f(), g(), h(), i(), log] }`,
  'conditions, logic, assignment': `let n = 0
const t = (x) => { n++; return block(x) }
export function main() {
  const o = { a: 1, get b() { n++; return 5 } }
  o.a += t(2); o.c ??= t(3); o.a &&= t(4); o.d ||= t(5)
  const x = t(0) || t(1), y = t(1) && t(2), z = t(null) ?? t(7)
  const w = t(1) ? t('yes') : t('no')
  const v = (t(1), t(2))
  const u = typeof t(1), s = -t(3), r = !t(0), q = void t(1)
  let p = t(1) + t(2) * t(3) ** 2
  p++
  delete o[t('d')]
  switch (t(2)) { case t(1): note('one'); case t(2): note('two'); case 3: note('three'); break; default: note('none') }
  while (t(n) < 40) { if (n > 30) break }
  return [o, x, y, z, w, v, u, s, r, q, p, n, t(1) in [5, 6], { ...t({ k: 1 }), [t('l')]: t(2) }, [...t([1, 2]), t(3)], \`\${t(1)}-\${t(2)}\`]
}`,
  'tagged templates': `const tag = (s, ...v) => s.raw.join('|') + v.map((x) => block(x)).join()
const o = { tag(s) { return this.p + block(s[0]) }, p: 1 }
export function main() { return [tag\`a\${1}b\\n\${block(2)}c\`, o.tag\`x\`] }`,
  'call, apply, bind, arguments': `function f() { return [this?.x, arguments.length, ...arguments, block(1)] }
export function main() {
  const o = { x: 1, f }
  const g = f.bind(o, 2)
  return [f(1, 2), f.call(o, 1), f.apply(o, [1, 2]), f.apply(o), g(3), o.f(), (0, o.f)(4), Reflect.apply(f, o, [5])]
}`,
  recursion:
    'const fib = (n) => (n < 2 ? block(n) : fib(n - 1) + fib(n - 2))\nfunction even(n) { return n === 0 || odd(n - 1) }\nfunction odd(n) { return n !== 0 && even(n - 1) }\nexport function main() { return [fib(8), even(50)] }',
  hoisting: `export function main() {
  const early = inner(1)
  function inner(x) { return block(x) }
  { const a = scoped(2); note(a); function scoped(x) { return block(x * 10) } }
  if (early) { note(late()); function late() { return block('late') } }
  return [early, outer(3), typeof outer]
}
function outer(x) { return block(x) }`,
  'functions that call nothing stay as they are': `function plain(x) { return x + 1 }
const arrow = (x) => x * 2
class P { constructor(x) { this.x = x } get() { return this.x } set(x) { this.x = x } }
export function main() { const p = new P(1); p.set(plain(2)); return [arrow(3), p.get(), [1, 2].map(plain), [3, 1].sort((a, b) => a - b)] }`,
  'values that only look like frames': `export function main() {
  const id = (x) => x
  const any = new Proxy({}, { get: (t, k) => (typeof k === 'string' ? 'all of ' + k : undefined) })
  return [id({ $g: 1, next() {} }), id(any).name, JSON.parse('{"$g":1}'), id(null), id(undefined), id(0), id('')]
}`,
  'objects whose methods JavaScript calls': `const id = (x) => x
export function main() {
  const p = new Proxy({}, { get(t, k) { return id(k) }, has: (t, k) => id(true) })
  const o = Object.defineProperty({}, 'x', { get() { return id(4) }, enumerable: true })
  const q = Object.create(null, { y: { get: () => id(5) } })
  return [p.abc, 'z' in p, o.x, q.y]
}`,
  'comments and strange spacing': `export function main() {
  const a = /* => */ (x /* ( */) /* => */ => /* => */ block( /* [ */ x)
  const xs = [1, 2]
    // first
    . map /* here */ ( (x) => a(x) )
    // then
    .filter(
      (x) => block(x) > 1, // trailing
    )
  return xs
    ?.map((x) => a(x))
}`,
  unicode: "const é = (x) => block(x + '🙂')\nexport function main() { return [é('日'), 'é🙂'] }",
  'exports of every kind': `const a = () => block(1)
export { a as b }
export const c = () => block(2)
export class D { m() { return block(3) } }
export default function () { return block(4) }
;[1].forEach((x) => x)
export function main() { return [a(), c(), new D().m()] }`,
  'an error where it is thrown':
    'export function main() {\n  const x = block(1)\n  return deep(x)\n}\nfunction deep(x) {\n  block(x); throw new Error("here")\n}',
  'an error of the language':
    'export function main() {\n  const o = { a: undefined }\n  block(1)\n  return block(2) + o.a.b\n}',
  'calling what is no function':
    'export function main() {\n  const o = {}\n  block(1)\n  return o.nothing(block(2))\n}',
  'an error in a callback':
    'export function main() {\n  return [1, 2].map((x) => {\n    if (block(x) === 2) throw new RangeError("two")\n    return x\n  })\n}',
}
