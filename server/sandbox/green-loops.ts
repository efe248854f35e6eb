/** The part of the prelude that goes through arrays, maps and sets with callbacks that may wait. */
export const GREEN_LOOPS = `
// What each array method does: whom it visits (holes, from the end), and what it makes of each answer:
// 'after' gives true when the loop is over. A state is { list, length, callback, self, at, item, out }.
const empty = (list) => (list.constructor === Array ? [] : apply(slice, list, [0, 0]))
const LOOPS = {
  __proto__: null,
  forEach: { begin: () => undefined, after: () => false },
  map: {
    begin: (list, length) => {
      const out = empty(list)
      out.length = length
      return out
    },
    after: (state, answer) => {
      state.out[state.at] = answer
      return false
    },
  },
  filter: {
    begin: empty,
    after: (state, answer) => {
      if (answer) state.out[state.out.length] = state.item
      return false
    },
  },
  flatMap: {
    begin: empty,
    after: ({ out }, answer) => {
      if (!isArray(answer)) out[out.length] = answer
      else for (let at = 0; at < answer.length; at++) if (at in answer) out[out.length] = answer[at]
      return false
    },
  },
  some: { begin: () => false, after: (state, answer) => (answer ? (state.out = true) : false) },
  every: { begin: () => true, after: (state, answer) => (answer ? false : !(state.out = false)) },
  find: { holes: true, begin: () => undefined, after: (state, answer) => found(state, answer, state.item) },
  findIndex: { holes: true, begin: () => -1, after: (state, answer) => found(state, answer, state.at) },
  findLast: { holes: true, last: true, begin: () => undefined, after: (state, answer) => found(state, answer, state.item) },
  findLastIndex: { holes: true, last: true, begin: () => -1, after: (state, answer) => found(state, answer, state.at) },
  reduce: { folds: true, after: fold },
  reduceRight: { folds: true, last: true, after: fold },
}
function found(state, answer, out) {
  if (answer) state.out = out
  return !!answer
}
function fold(state, answer) {
  state.out = answer
  return false
}

const runLoop = (loop, original, list, args) => {
  const callback = args[0]
  // The original throws the right error.
  if (list === undefined || list === null || typeof callback !== 'function') return apply(original, list, args)
  const object = typeof list === 'object' || typeof list === 'function' ? list : Object(list)
  const length = lengthOf(object)
  const state = { __proto__: null, list: object, length, callback, self: args[1], at: loop.last ? length : -1, item: undefined, out: undefined }
  if (!loop.folds) state.out = loop.begin(object, length)
  else if (args.length > 1) state.out = args[1]
  else if (advance(loop, state)) state.out = state.item
  else return apply(original, list, args)
  while (advance(loop, state)) {
    const answer = ask(loop, state)
    if (answer?.$g === FRAME_MARK) return resumeLoop(loop, state, answer)
    if (loop.after(state, answer)) break
  }
  return state.out
}
// Only when some callback gives back a frame does the loop become one.
const resumeLoop = mark(function* (loop, state, frame) {
  let answer = yield* frame
  while (!loop.after(state, answer) && advance(loop, state)) {
    answer = ask(loop, state)
    if (answer?.$g === FRAME_MARK) answer = yield* answer
  }
  return state.out
})
const lengthOf = ({ length }) => {
  const whole = +length
  return whole > 0 ? (whole < 2 ** 53 ? whole - (whole % 1) : 2 ** 53 - 1) : 0
}
const advance = (loop, state) => {
  const { list, length } = state
  for (;;) {
    if (loop.last ? --state.at < 0 : ++state.at >= length) return false
    if (!loop.holes && !(state.at in list)) continue
    state.item = list[state.at]
    return true
  }
}
const ask = (loop, state) => {
  const { callback, self, list, at, item } = state
  if (loop.folds) return callback(state.out, item, at, list)
  return self === undefined ? callback(item, at, list) : apply(callback, self, [item, at, list])
}

const forEachEntry = ({ entries, forEach }) => {
  const { next } = getPrototypeOf(apply(entries, forEach === Map.prototype.forEach ? new Map() : new Set(), []))
  const loop = mark(function* (iterator, list, callback, self) {
    for (;;) {
      const step = apply(next, iterator, [])
      if (step.done) return undefined
      const answer = apply(callback, self, [step.value[1], step.value[0], list])
      if (answer?.$g === FRAME_MARK) yield* answer
    }
  })
  return (list, args) => {
    if (typeof args[0] !== 'function') return apply(forEach, list, args)
    return loop(apply(entries, list, []), list, args[0], args[1])
  }
}
`
