/** More programs for the corpus: control flow, destructuring, classes and closures in their odder combinations. */
export const MORE_PROGRAMS: Record<string, string> = {
  'labels on blocks and loops of every kind': `export function main() {
  const out = []
  block1: { out.push(block(1)); if (block(true)) break block1; out.push('never') }
  let i = 0
  outer: while (block(i) < 4) {
    i++
    inner: do {
      if (i === block(2)) continue outer
      if (i === 3) break inner
      out.push(i)
      continue inner
    } while (block(false))
    for (let j = 0; j < block(3); j++) { if (j === 1) continue outer; out.push([i, j]) }
  }
  a: b: for (;;) { for (const k in { x: 1, y: 2 }) { if (block(k) === 'y') break a; else continue } }
  sw: switch (block(1)) { case 1: for (const x of [1, 2]) { if (block(x) === 2) break sw; out.push(x) } default: out.push('never') }
  return out
}`,
  'finally has the last word': `const log = []
const f1 = () => { try { return block('try') } finally { return block('finally') } }
const f2 = () => { try { throw new Error(block('lost')) } finally { return block('kept') } }
const f3 = () => { for (const x of [1, 2, 3]) { try { if (block(x) === 2) return x } finally { log.push(x); if (x === 2) continue } } return 'all' }
const f4 = () => { try { try { throw new Error(block('a')) } finally { throw new Error(block('b')) } } catch (e) { return e.message } }
const f5 = () => { try { block(1) } catch { return 'never' } finally { log.push(block('f5')) } return 'after' }
const f6 = () => { l: { try { break l } finally { log.push(block('f6')) } } return 'out' }
const f7 = () => { try { throw block(7) } catch (e) { try { throw e + block(1) } catch (e) { return e } finally { log.push('f7') } } }
const f8 = () => { let x = 1; try { return x } finally { x = block(2) } }
export function main() { return [f1(), f2(), f3(), f4(), f5(), f6(), f7(), f8(), log] }`,
  'destructuring with calls everywhere': `const key = (k) => block(k)
const o = { a: 1, b: { c: [2, 3, { d: 4 }] }, get g() { return { h: 5 } } }
const params = ({ a = 9, ...rest }, [x, , y = 7, ...more] = [1, 2], { length } = 'abc') => [a, rest, x, y, more, length, block(0)]
export function main() {
  const { a, b: { c: [first, ...others] }, [key('a')]: again, missing = block('default'), nothing = a + block(1) } = o
  let p = 1, q = 2
  ;[p, q] = [block(q), block(p)]
  const target = {}
  ;({ a: target.x, b: target[key('y')] = 0, g: { h: target.z } } = o)
  ;[target.list, ...target.tail] = [block(1), 2, 3]
  const [[m] = [block(5)], { n } = { n: block(6) }] = []
  const fn = function ({ deep: { value } = { value: 'd' } } = {}) { return value + block('!') }
  try { const { x } = block(null) } catch (e) { note(e.name) }
  return [a, first, others, again, missing, nothing, p, q, target, m, n, fn(), fn({ deep: { value: 'v' } }), params({ k: 1 }), params({ a: 1 }, [3, 4, 5, 6], [1])]
}`,
  'spread in calls, new, lists and objects': `class P { constructor(...xs) { this.xs = xs } all(...ys) { return [...this.xs, ...ys.map((y) => block(y))] } }
const list = () => [block(1), block(2)]
const o = { m(...xs) { return [this.t, xs.length, ...xs] }, t: 'T' }
export function main() {
  const p = new P(...list(), block(3), ...'ab')
  return [p.all(...list(), ...new Set([4, 4, 5])), o.m(...list()), Math.max(...list(), block(9)), { ...p, ...{ k: block(1) }, ...null, ...[block('z')] }, [...[...list()], , ...[]].length, String.raw(...[{ raw: ['a', 'b'] }, block(1)])]
}`,
  'optional calls, members and deletes': `const o = { f(x) { return this === o && block(x) }, n: null, deep: { g: () => () => block('g'), list: [{ h() { return block('h') } }] }, get got() { return { f: o.f } } }
const calls = []
const arg = (x) => { calls.push(x); return block(x) }
export function main() {
  const u = undefined
  return [o.f?.(1), o.none?.(arg('not')), o?.f(arg('a')), o?.['f']?.(arg('b')), o.n?.x.y(arg('not')), (o.deep?.g())(), o.deep?.list[0].h(), o.deep.list[1]?.h(), (o?.f)(arg('c')), (o.none)?.(), delete o?.n, 'n' in o, u?.[arg('not')], typeof u?.x, o.got?.f?.call(o, arg('d')), calls]
}`,
  'tagged templates keep their strings and their receiver': `const seen = []
const tag = (strings, ...values) => { seen.push(strings); return strings.raw[0] + values.map((v) => block(v)).join() }
const o = { p: 'P', tag(s, ...v) { return this.p + s.join('_') + block(v.length) }, deep: { tag: (s) => tag }, tags: { list: [(s) => block(s[0])] } }
export function main() {
  const again = () => tag\`x\${1}y\`
  const out = [again(), again(), seen[0] === seen[1], Object.isFrozen(seen[0]), o.tag\`a\${2}b\${3}\`, o?.p, o.deep.tag\`q\`\`\\u{61}\${block(4)}\`, o.tags.list[0]\`z\`, tag\`\${tag\`\${block('in')}\`}\`]
  return [...out, \`\${block(1)}\${\`\${block(2)}\`}\`]
}`,
  'getters, setters and what inherits them': `const id = (x) => x
class A {
  static #count = 0
  #v = 1
  static get count() { return id(A.#count) }
  static set count(n) { A.#count = id(n) }
  get v() { return id(this.#v) }
  set v(x) { this.#v = id(x) }
  get #secret() { return this.#v * 2 }
  set #secret(x) { this.#v = x }
  bump() { this.#secret = block(this.#secret) + 1; this.#secret += block(1); return this.#secret }
  static #make(x) { A.#count++; return block(x) }
  static make(x) { return A.#make(x) }
  static { this.label = id('static') }
}
class B extends A {
  get v() { return 'B' + super.v }
  set v(x) { super.v = x + 1 }
  m() { super.v = block(20); return super.v + super.bump() }
  static make(x) { return super.make(x) + '!' }
}
export function main() {
  const b = new B()
  b.v = block(5)
  const o = { __proto__: { get x() { return id(1) } }, m(y) { return this.x + block(y) }, set y(z) { this.z = id(z) }, get [block('comp')]() { return id('c') } }
  o.y = block(3)
  A.count = block(10)
  return [b.v, b.m(), B.make(1), A.count, A.label, o.m(2), o.z, o.comp, Object.keys(o)]
}`,
  'new.target, instanceof and symbols': `class Base { constructor() { this.name = new.target.name } static [Symbol.hasInstance](x) { return x === 5 } }
class Sub extends Base { m() { return this.name + block('!') } get [Symbol.toStringTag]() { return 'Sub' } [Symbol.toPrimitive](hint) { return hint } }
class Plain { [Symbol('s')]() { return block(1) } static of(...xs) { return Object.assign(new this(), { xs: xs.map((x) => block(x)) }) } }
function old() { return [new.target === undefined, block(1)] }
export function main() {
  const s = new Sub()
  const plain = Plain.of(1, 2)
  return [s.m(), 5 instanceof Base, s instanceof Sub, \`\${s}\`, +s | 0, s + '', Object.prototype.toString.call(s), plain.xs, plain[Object.getOwnPropertySymbols(Plain.prototype)[0]](), old(), plain instanceof Plain]
}`,
  'closures over what loops bind': `export function main() {
  const fs = []
  for (let i = 0; i < block(3); i++) fs.push(() => block(i) * 10 + i)
  for (let i = 0, inc = () => i++; i < 2; inc(), i++) fs.push(() => block(i))
  for (const k in { p: 1, q: 2 }) fs.push(() => k + block(k))
  for (const [a, { b }] of [[1, { b: 2 }], [3, { b: 4 }]]) fs.push(() => block(a) + b)
  let j = 0
  while (j < block(2)) { const own = j++; fs.push(() => own + block('w')) }
  for (var v = 0; v < 2; v++) fs.push(() => v + block('v'))
  const counter = () => { let n = 0; return { up: () => (n += block(1)), get n() { return n } } }
  const c = counter()
  c.up(); c.up()
  return [fs.map((f) => f()), c.n, (function fact(n) { return n < 2 ? block(1) : n * fact(n - 1) })(5), ((a) => (b) => (c) => block(a) + b + c)(1)(2)(3)]
}`,
  'scopes: shadowing, hoisting and the dead zone': `var x = 'module'
const show = () => block(x)
export function main() {
  const out = [show(), typeof later, later2()]
  { let x = block('inner'); out.push(x, show()); { const x = block('innermost'); out.push(x) } }
  try { early; let early = block(1) } catch (e) { out.push(e.name) }
  function f(x, y = () => x) { var x = block(x + 1); return [x, y()] }
  if (block(true)) { var later = block('hoisted') }
  out.push(f(1), later, typeof undeclared)
  const g = function g() { try { g = 1 } catch (e) { return e.name + block('') } }
  out.push(g())
  switch (block(1)) { case 0: let z; default: z = block(5); out.push(z) }
  try { throw 'param' } catch (x) { var late = block(x); out.push(x, late) }
  return out
  function later2() { return block('declared below a return') }
}`,
  'the order in which things are evaluated': `const order = []
const t = (name, value = name) => { order.push(name); return block(value) }
export function main() {
  const o = { get a() { order.push('get a'); return { set b(v) { order.push('set b') } } } }
  o.a.b = t('value')
  const list = [t(1), t(2) + t(3) * t(4), { [t('k')]: t('v'), [t('k2')]() {} }]
  ;(t('f', (...xs) => xs.length))(t('x'), ...t('spread', [1]), t('y'))
  t('obj', { m: (x) => block(x) })[t('m')](t('arg'))
  t('left', {}).x = t('right')
  const target = { n: 1 }
  target[t('n')] += t('plus', 2)
  target[t('n')] ??= t('not evaluated')
  const [a = t('default a'), b = t('not evaluated')] = t('source', [undefined, 1])
  new (t('class', class { constructor(x) { order.push('constructed ' + x) } }))(t('ctor arg'))
  void t('void'), t('seq')
  return [order, list.length, target, a, b]
}`,
  'errors keep their class, cause and identity': `class Lost extends Error { constructor(what, options) { super('lost ' + what, options); this.name = 'Lost'; this.extra = 1 } }
const cause = new TypeError('why')
const deep = (n) => { if (n === 0) throw new Lost(block('it'), { cause }); try { deep(n - 1) } finally { note('unwound ' + block(n)) } }
export function main() {
  const out = []
  try { deep(3) } catch (e) { out.push(e instanceof Lost, e instanceof Error, e.name, e.message, e.cause === cause, e.extra) }
  for (const thrown of [null, undefined, 0, 'text', { code: 1 }]) { try { block(1); throw thrown } catch (e) { out.push(e === thrown) } }
  const agg = new AggregateError([new Error(block('one'))], 'many')
  try { throw agg } catch ({ errors: [{ message }], ...rest }) { out.push(message, Object.keys(rest)) }
  try { undefined.x(block(1)) } catch (e) { out.push(e.name) }
  try { (() => { throw block('direct') })() } catch (e) { out.push(e) }
  try { null[Symbol.iterator] } catch (e) { out.push(e.name) }
  return out
}`,
  'assignments of every kind':
    `class A { #p = 1; s = 's'; m() { this.#p += block(2); this.#p **= 2; this.#p ||= block(9); this.#p &&= block(4); this.n ??= block(5); this['c' + block(1)] = this.#p--; return [this.#p, this.n, ++this.n, this.c1] } }
export function main() {
  let a = block(8)
  a -= block(1); a *= block(2); a /= 2; a %= block(4); a <<= block(2); a >>= 1; a >>>= 0; a &= block(7); a |= block(8); a ^= 1
  let big = 2n ** 64n; big += block(1n); 
  let s = 'a'; s += block('b') + \`\${block('c')}\`
  const o = { x: { y: 1 } }
  o.x.y += o.x['y'] + block(1)
  o.z = o.w = block(3)
  let u; u ??= block('set'); u &&= block('again'); u ||= block('never')
  return [a, String(big), s, o, u, new A().m(), (a, block('comma')), a++ + ++a, -block(1) ** 0 || 0, !block(0), ~block(1)]
}`.replace('-block(1) ** 0 || 0, ', ''),
  'names that look like ours': `const $ = { t: 1 }
const $x = (y) => block(y), _t = 2, t$ = 3
export function main($y = 1) { const $z = $x($y); return [$z, $.t, _t, t$, ((...$$) => block($$.length))(1, 2)] }`,
  'regular expressions and division': `const re = /[/(]\\/=>\\)"'\`]/g
export function main() {
  const a = block(8) / block(2) / 2, b = [4][0] / 2
  return [a, b, re.source, 'a/(b'.split(/[/(]/).map((x) => block(x)), 'x1y2'.replace(/\\d/g, (d) => d * 2), /\\//.test(block('/')), block(9) / 3 / +/3/.exec('3')[0]]
}`,
  'numbers, texts and literals that confuse': `export function main() {
  const o = { 'a-b': () => block(1), 0x10: (x) => block(x), [\`t\${1}\`]: 2, async: (x) => block(x), get: () => block('get'), static: 1, of: (x) => block(x), await1: 1, 'class'() { return block('kw') }, 1e3() { return block('1e3') } }
  return [o['a-b'](), o[16](2), o.t1, o.async(3), o.get(), o.static, o.of(4), o.class(), o[1000](), 1_000 + block(1), .5.toFixed(block(1)), 1..toFixed(1), '\\u{1F600}'.length, '\\
'.length, "it's" + block('"'), 0b11 + 0o17]
}`,
  'lists that are changed while they are walked': `export function main() {
  const xs = [1, 2, 3, 4]
  const out = []
  for (const x of xs) { out.push(block(x)); if (x === 1) xs.shift(); if (x === 3) xs.push(9) }
  const m = new Map([[1, 'a'], [2, 'b']])
  for (const [k, v] of m) { out.push(block(k) + v); if (k === 1) { m.delete(2); m.set(3, 'c') } }
  m.forEach((v, k) => { if (block(k) === 3) m.set(4, 'd') })
  xs.forEach((x, i) => { if (block(i) === 0) xs.length = 2 })
  return [out, xs, [...m], xs.map((x, i, all) => all.length + block(i)), [[1, [2]], [3]].flatMap(([x, y]) => [block(x), y?.length]), Array.from({ length: 2 }, (_, i) => i * 2)]
}`,
  'functions as values': `const compose = (...fs) => (x) => fs.reduceRight((y, f) => f(y), x)
const memo = (f, known = new Map()) => (x) => known.has(x) ? known.get(x) : (known.set(x, f(x)), known.get(x))
const curry = (f, ...got) => got.length >= f.length ? f(...got) : (...more) => curry(f, ...got, ...more)
function counter() { counter.calls = (counter.calls ?? 0) + 1; return block(counter.calls) }
export function main() {
  const slow = memo((x) => { note('computed ' + x); return block(x * x) })
  const add = curry((a, b, c) => block(a) + b + c)
  const table = { plus: (a, b) => block(a + b), times: (a, b) => block(a * b) }
  return [compose((x) => block(x + 1), (x) => x * 2)(5), slow(3), slow(3), add(1)(2)(3), add(1, 2)(3), Object.entries(table).map(([name, f]) => name + f(3, 4)), counter(), counter(), counter.calls, [1, 2, 3].map(((k) => (x) => block(x) * k)(10)), (() => {})(), typeof main, main.length, compose.name]
}`,
}
