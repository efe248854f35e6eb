/**
 * Another way to keep a greenlet's frames, only to be compared with ours: rewritten code in which a call gives
 * its frame to a loop (`yield`) where ours hands on to it (`yield*`). The loop keeps the frames in an array and
 * drives the topmost; what a frame waits for, it hands on.
 */

const LOOP = `
const started = (run) => (...args) => $frame(drive(run(...args)))
function* drive(frame) {
  const frames = [frame]
  let value, failed = false
  for (;;) {
    const top = frames[frames.length - 1]
    let step
    try {
      step = failed ? top.throw(value) : top.next(value)
      failed = false
    } catch (error) {
      frames.pop()
      if (frames.length === 0) throw error
      value = error
      failed = true
      continue
    }
    if (step.done) {
      frames.pop()
      value = step.value
      if (frames.length === 0) return value
    } else if (step.value?.$g === $G) {
      frames.push(step.value)
      value = undefined
    } else {
      try { value = yield step.value } catch (error) { value = error; failed = true }
    }
  }
}
`

/**
 * A rewritten program with the other way of keeping frames in the lines between `from` and `to`. The program
 * defines `started(run)`, plain, through which each greenlet gets its function.
 */
export function withFramesInArray(code: string, from: string, to: string): string {
  const begin = code.indexOf(from)
  const end = code.indexOf(to)
  const own = code.slice(begin, end).replaceAll('yield*', 'yield ')
  return code.slice(0, begin).replace(/^function started.*$/m, '') + own + code.slice(end) + LOOP
}
