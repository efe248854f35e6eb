/**
 * What rewritten code calls, as a script that each VM evaluates once, before any module. It changes no
 * object of the language: plain code in the same VM runs as ever. All it needs of the language it takes up
 * front, so that a program that tampers with prototypes later breaks only itself.
 */

import { GREEN_LOOPS } from './green-loops.ts'
import { OTHER_LISTS_METHODS, SYNCHRONOUS_CALLBACKS } from './rewrite-names.ts'

const FRAMES = `
const { apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect
const { create, freeze } = Object
const { isArray } = Array
const iteratorKey = Symbol.iterator
const bind = Function.prototype.bind
const slice = Array.prototype.slice
const hasOwn = Object.prototype.hasOwnProperty
const GeneratorPrototype = getPrototypeOf(function* () {}).prototype
const GeneratorFunctionPrototype = getPrototypeOf(function* () {})
const END = Symbol('end of a loop')
const FRAME_MARK = Symbol('frame')

const fixed = (target, name, value) => {
  defineProperty(target, name, { __proto__: null, value, writable: false, enumerable: false, configurable: false })
}

class GreenletError extends Error {}
fixed(GreenletError.prototype, 'name', 'GreenletError')

// What a frame inherits: the marker, and the engine's own generator methods. An iterator's next() may be a
// frame too; where JavaScript itself drives that iterator (spread, destructuring, Array.from, a loop in plain
// code) it takes the frame for the step, and finds 'done' and 'value'.
const FRAME = create(null)
fixed(FRAME, '$g', FRAME_MARK)
fixed(FRAME, 'next', GeneratorPrototype.next)
fixed(FRAME, 'throw', GeneratorPrototype.throw)
fixed(FRAME, 'return', GeneratorPrototype.return)
fixed(FRAME, iteratorKey, getPrototypeOf(GeneratorPrototype)[iteratorKey])
const steps = new WeakMap()
fixed(steps, 'get', WeakMap.prototype.get)
fixed(steps, 'set', WeakMap.prototype.set)
const stepOf = (frame) => {
  let step = steps.get(frame)
  if (step === undefined) {
    step = drive(frame, 'an iteration that JavaScript itself drives (spread, destructuring, Array.from …)')
    if (step === null || typeof step !== 'object') throw new TypeError('iterator must return an object')
    steps.set(frame, step)
  }
  return step
}
defineProperty(FRAME, 'done', { __proto__: null, get() { return stepOf(this).done } })
defineProperty(FRAME, 'value', { __proto__: null, get() { return stepOf(this).value } })
freeze(FRAME)

// Runs a frame to its end at once. If it waits, the error is thrown where it waits, and may be caught there.
const drive = (frame, place) => {
  let step = frame.next()
  if (step.done) return step.value
  const error = new GreenletError('cannot wait inside ' + place)
  for (let attempt = 0; attempt < 16; attempt++) {
    step = frame.throw(error)
    if (step.done) return step.value
  }
  throw error
}
const settle = (value, place) => (value?.$g === FRAME_MARK ? drive(value, place) : value)

const renaming = { __proto__: null, value: '', writable: false, enumerable: false, configurable: true }
const rename = (target, name) => {
  renaming.value = name
  defineProperty(target, 'name', renaming)
}
const mark = (generatorFunction, name, self) => {
  generatorFunction.prototype = FRAME
  if (name !== undefined) rename(generatorFunction, name)
  if (self === undefined) return generatorFunction
  const bound = apply(bind, generatorFunction, [self])
  rename(bound, name)
  return bound
}

const markMethods = (owner) => {
  const keys = ownKeys(owner)
  for (let at = 0; at < keys.length; at++) {
    const property = getOwnPropertyDescriptor(owner, keys[at])
    if (!apply(hasOwn, property, ['value'])) continue
    const { value } = property
    if (typeof value === 'function' && getPrototypeOf(value) === GeneratorFunctionPrototype) value.prototype = FRAME
  }
}
const markClass = (constructor) => {
  markMethods(constructor)
  markMethods(constructor.prototype)
}

const frame = (generator) => {
  if (generator !== null && typeof generator === 'object') setPrototypeOf(generator, FRAME)
  return generator
}

// A callback as the language's own functions may have it: one that can't wait.
const synchronous = (callback, place) => {
  if (typeof callback !== 'function') return callback
  return function (...args) {
    return settle(apply(callback, this, args), place)
  }
}
`

const LOOP = `
// The iterator of a for … of in rewritten code. A step that is a frame becomes the value of the loop: this
// object itself, whose frame the loop drives, and whose end() tells what came out.
class Steps {
  constructor(iterator) {
    this.iterator = iterator
    this.step = iterator.next
    this.frame = undefined
    // While a step is under way, and behind the last one, there is nothing to close.
    this.over = false
  }
  next() {
    const step = apply(this.step, this.iterator, [])
    if (step?.$g !== FRAME_MARK) return step
    this.frame = step
    this.over = true
    return { __proto__: null, done: false, value: this }
  }
  return() {
    const close = this.over ? undefined : this.iterator.return
    if (close !== undefined && close !== null) settle(apply(close, this.iterator, []), 'return() of an iterator')
    return {}
  }
  end(step) {
    if (step === null || typeof step !== 'object') throw new TypeError('iterator must return an object')
    if (step.done) return END
    this.over = false
    return step.value
  }
}
defineProperty(Steps.prototype, iteratorKey, { __proto__: null, value() { return this } })
fixed(Steps.prototype, '$n', FRAME_MARK)
freeze(Steps.prototype)

const nativeIterators = new Set([
  Array.prototype[iteratorKey],
  String.prototype[iteratorKey],
  Map.prototype[iteratorKey],
  Set.prototype[iteratorKey],
  getPrototypeOf(Uint8Array.prototype)[iteratorKey],
])
fixed(nativeIterators, 'has', Set.prototype.has)
const stepsOf = (iterable) => {
  const make = iterable?.[iteratorKey]
  if (typeof make !== 'function' || nativeIterators.has(make)) return iterable
  const iterator = settle(apply(make, iterable, []), '[Symbol.iterator]()')
  return iterator !== null && typeof iterator === 'object' ? new Steps(iterator) : iterable
}
`

const METHODS = `
// Versions of the language's own functions for calls from rewritten code, by the function they stand for.
const versions = new Map()
fixed(versions, 'get', Map.prototype.get)
const addSynchronous = (owner, name, positions) => {
  const original = owner?.[name]
  if (typeof original !== 'function') return
  versions.set(original, (self, args) => {
    for (let at = 0; at < positions.length; at++) {
      const position = positions[at]
      if (position < args.length) args[position] = synchronous(args[position], name + '() callback')
    }
    return apply(original, self, args)
  })
}
for (const [owner, name, ...positions] of SYNCHRONOUS) addSynchronous(owner, name, positions)
for (const owner of [getPrototypeOf(Uint8Array.prototype), globalThis.Iterator?.prototype]) {
  for (const name of OTHER_LISTS) addSynchronous(owner, name, [0])
}
for (const name of ownKeys(LOOPS)) {
  const original = Array.prototype[name]
  versions.set(original, (self, args) => runLoop(LOOPS[name], original, self, args))
}
for (const owner of [Map.prototype, Set.prototype]) versions.set(owner.forEach, forEachEntry(owner))
versions.set(Function.prototype.call, (self, args) => callMethod(self, args[0], apply(slice, args, [1])))
versions.set(Function.prototype.apply, (self, args) => {
  const list = args[1]
  return callMethod(self, args[0], list === undefined || list === null ? [] : isArray(list) ? apply(slice, list, []) : list)
})
const callMethod = (method, self, args) => {
  const version = versions.get(method)
  return version === undefined ? apply(method, self, args) : version(self, args)
}
`

const GLOBALS = `
const globals = {
  __proto__: null,
  GreenletError,
  $G: FRAME_MARK,
  $END: END,
  $f: mark,
  $k: markClass,
  $s: settle,
  $run: settle,
  $w: synchronous,
  $m: (self, name, ...args) => callMethod(self[name], self, args),
  $of: stepsOf,
  $frame: frame,
}
for (const name of ownKeys(globals)) fixed(globalThis, name, globals[name])
`

const TABLES = `
const SYNCHRONOUS = [${SYNCHRONOUS_CALLBACKS.map(([owner, name, ...at]) => `[${owner}, '${name}', ${at}]`).join(', ')}]
const OTHER_LISTS = ${JSON.stringify(OTHER_LISTS_METHODS)}
`

/**
 * The script. For library modules that are compiled plain it defines, besides what rewritten code calls:
 * `$frame(generator)` marks a native generator object as a frame, to be given back by a function that waits
 * (it waits by `yield`); `$run(frameOrValue, place)` runs a frame to its end at once and throws a
 * GreenletError that names `place` if it waits. A frame is resumed with `next(value)` and `throw(error)`.
 */
export const GREEN_PRELUDE = `(() => {'use strict'\n${FRAMES}${LOOP}${GREEN_LOOPS}${TABLES}${METHODS}${GLOBALS}})()`
