/**
 * The script that every guest machine runs first. It fixes what a program must not change: how stack traces
 * are made, what out-of-memory does, where output goes, and how a thread is started and goes on.
 */

/**
 * The script, for the program that goes by this file name and is rewritten or not. What it defines is declared
 * in demos/lib/guest.d.ts.
 */
export const glue = (file: string, green = false): string => `'use strict';
(() => {
  const program = ${JSON.stringify(file)}
  const { defineProperty, freeze } = Object
  const fix = (name, value) => defineProperty(globalThis, name, { value })
  const refused = globalThis.$refused
  const log = globalThis.$log
  // Looking at the stack is our work, not the program's: it isn't charged.
  const observe = globalThis.$observe
  const NativeError = Error
  const { stringify } = JSON
  const { InternalError } = globalThis
  const trim = Function.prototype.call.bind(String.prototype.slice)
  // Where in the program an error comes from: that is where a message about it belongs.
  const origins = new WeakMap()
  const setOrigin = WeakMap.prototype.set.bind(origins)
  const originOf = WeakMap.prototype.get.bind(origins)
  let looking, names, standing, caller, plainCaller
  const beginsWith = Function.prototype.call.bind(String.prototype.startsWith)
  const endsWith = Function.prototype.call.bind(String.prototype.endsWith)
  const isOfSwitch = (file) =>
    file === 'glue' || file === 'lib/os.ts' || beginsWith(file, 'lib/greenlet') || file === 'lib/gevent-hub-greenlet.ts'
  const isPlain = (file) =>
    file === program ? ${!green} : file === undefined || (beginsWith(file, 'lib/') && !endsWith(file, '?green'))

  // One line a call, innermost first; frames of the engine itself say nothing to a reader.
  const prepare = (error, sites) => {
    // $stack sees to that itself: a switch must not cost much.
    if (names !== undefined) return describe(error, sites)
    observe(true)
    const text = describe(error, sites)
    observe(false)
    return text
  }
  const describe = (error, sites) => {
    if (error instanceof InternalError && error.message === 'out of memory') refuse(sites)
    let text = ''
    let origin
    for (let i = 0; i < sites.length; i++) {
      const file = sites[i].getFileName()
      if (!file) continue
      const name = sites[i].getFunctionName()
      if (names !== undefined) {
        if (caller === undefined && !isOfSwitch(file)) caller = file
        if (name) names[names.length] = name
        continue
      }
      const line = sites[i].getLineNumber(), column = sites[i].getColumnNumber()
      if (looking !== undefined && file === program) {
        looking = { line, column }
        standing = name
        return ''
      }
      if (origin === undefined && file === program) origin = { line, column }
      text += '    at ' + (name || '<anonymous>') + ' (' + file + ':' + line + ':' + column + ')\\n'
    }
    if (names !== undefined) plainCaller = isPlain(caller)
    if (origin !== undefined && originOf(error) === undefined) setOrigin(error, origin)
    return text
  }
  const refuse = (sites) => {
    for (let i = 0; i < sites.length; i++) {
      if (sites[i].getFileName() === program) return refused(sites[i].getLineNumber(), sites[i].getColumnNumber())
    }
    refused()
  }
  NativeError.prepareStackTrace = prepare
  NativeError.stackTraceLimit = 64
  defineProperty(NativeError, 'prepareStackTrace', { writable: false, configurable: false })
  defineProperty(NativeError, 'stackTraceLimit', { writable: false, configurable: false })

  // Where in the program we stand: the innermost call that is not in the library.
  fix('$where', () => {
    observe(true)
    looking = null
    new NativeError().stack
    const found = looking
    looking = undefined
    observe(false)
    return found === null ? undefined : found
  })

  // The same as text, with the name of the function: for whoever ends the program there.
  fix('$place', () => {
    const at = globalThis.$where()
    return at && '    at ' + (standing || '<anonymous>') + ' (' + program + ':' + at.line + ':' + at.column + ')'
  })

  // The functions on the stack, innermost last.
  fix('$stack', () => {
    observe(true)
    names = []
    caller = undefined
    new NativeError().stack
    const found = names
    names = undefined
    let json = ']'
    for (let i = 1; i < found.length; i++) json = (i > 1 ? stringify(found[i]) + ',' : stringify(found[i])) + json
    observe(false)
    return '[' + json
  })

  // Whether it was plain code that asked for $stack last, by way of the library's greenlets: code that can't wait.
  fix('$plainCaller', () => plainCaller)

  fix('$program', program)
  fix('$context', defineProperty({ request: 0 }, 'request', { configurable: false }))
  // What main leaves behind if it is async: its rejection ends the run as an error in it would.
  const NativePromise = Promise
  const then = Function.prototype.call.bind(Promise.prototype.then)
  let rejected = false, reason
  fix('$follow', (result) => {
    if (!(result instanceof NativePromise)) return result
    then(result, undefined, (error) => {
      rejected = true
      reason = error
    })
  })
  fix('$settled', () => {
    if (rejected) throw reason
  })
  fix('$current', () => $context.request)

  const show = (value) => {
    if (typeof value === 'string') return value
    if (value instanceof NativeError) return value.name + ': ' + value.message
    try {
      const text = typeof value === 'object' && value !== null ? stringify(value) : undefined
      return text === undefined ? String(value) : text
    } catch {
      return '[object]'
    }
  }
  const printer = (stream) => (...values) => {
    let text = '', at
    for (let i = 0; i < values.length; i++) {
      text += (i ? ' ' : '') + show(values[i])
      if (values[i] instanceof NativeError) at = at || originOf(values[i])
    }
    at = at || globalThis.$where()
    log(stream, trim(text, 0, 10000), $context.request, at ? at.line : 0, at ? at.column : 0)
  }
  const out = printer('out'), err = printer('err')
  fix('console', freeze({ log: out, info: out, debug: out, warn: err, error: err }))
})()
`

/** Added in machines whose threads are driven from outside: a system call hands its frame to the driver. */
export const SUSPENDING_GLUE = `'use strict';
(() => {
  let thread
  const { defineProperty } = Object
  const fix = (name, value) => defineProperty(globalThis, name, { value })
  const frame = globalThis.$frame
  fix('$enter', (request) => frame((function* () { return yield request })()))
  fix('$resume', (reply) => {
    const step = thread.next(reply)
    return step.done ? undefined : step.value
  })
  fix('$start', (target, args) => {
    const begun = globalThis.$entry(target, args)
    if (!begun?.$g) return undefined
    thread = begun
    return $resume(undefined)
  })
})()
`
