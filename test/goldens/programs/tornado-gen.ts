/** Tornado 2.4.1's gen: engine, Task, Callback, Wait, WaitAll, lists. */
import { Arguments, Callback, engine, KeyReuseError, Task, UnknownKeyError, Wait, WaitAll } from 'gen'
import { IOLoop } from 'ioloop'
import { keywords } from 'keywords'
import { attempt, divideByZero, KeyError, log, repr, ValueError, ZeroDivisionError } from './prelude.ts'

type Call = (...args: unknown[]) => void

const L = IOLoop.instance()
const addCallback = (callback: () => void) => L.addCallback(callback)
const addTimeout = (ms: number, callback: () => void) => L.addTimeout(ms, callback)

function goRound(ms: number): void {
  L.addTimeout(ms, () => L.stop())
  L.start()
}

function run(f: () => void, ms = 50): void {
  f()
  goRound(ms)
}

/** Arguments as a tuple of Python. */
function tuple(values: readonly unknown[]): string {
  return values.length === 1 ? `(${repr(values[0])},)` : `(${values.map(repr).join(', ')})`
}

/** The type and the repr of a result. */
function described(value: unknown): string {
  if (value instanceof Arguments) return `Arguments (${tuple(value.args)}, ${repr(value.kwargs)})`
  return value === undefined ? 'NoneType None' : `int ${repr(value)}`
}

const scenarios: Record<string, () => void> = {
  gen_sync_callback() {
    run(
      engine(function* () {
        const call: Call = yield new Callback('k')
        call(42)
        log('after cb(42): not resumed re-entrantly')
        log(`Wait -> ${repr(yield new Wait('k'))}`)
      }),
    )
  },

  gen_wait_suspends() {
    const f = engine(function* () {
      L.addCallback(yield new Callback('k'))
      log('before wait')
      log(`resumed ${repr(yield new Wait('k'))}`)
    })
    f()
    log('f() returned to caller')
    goRound(30)
  },

  gen_arguments() {
    const calls: [args: unknown[], kwargs: Record<string, unknown>][] = [
      [[], {}],
      [[1], {}],
      [[1, 2], {}],
      [[], { error: 'e' }],
      [[null], { error: 'e' }],
    ]
    run(
      engine(function* () {
        for (const [args, kwargs] of calls) {
          const call: Call = yield new Callback('k')
          if ('error' in kwargs) call(...args, keywords(kwargs))
          else call(...args)
          log(`${tuple(args)} ${repr(kwargs)} -> ${described(yield new Wait('k'))}`)
        }
      }),
    )
  },

  gen_key_reuse() {
    run(
      engine(function* () {
        yield new Callback('k')
        try {
          yield new Callback('k')
        } catch (error) {
          if (error instanceof KeyReuseError) log(`thrown into generator: ${error.message}`)
        }
      }),
    )
  },

  gen_key_free_after_wait() {
    run(
      engine(function* () {
        for (let i = 0; i < 2; i += 1) {
          const call: Call = yield new Callback('k')
          call(i)
          log(repr(yield new Wait('k')))
        }
      }),
    )
  },

  gen_callback_twice_before_wait() {
    run(
      engine(function* () {
        const call: Call = yield new Callback('k')
        call(1)
        call(2)
        log(`${repr(yield new Wait('k'))} (last wins)`)
      }),
    )
  },

  gen_leaked_callback() {
    run(
      engine(function* () {
        yield new Callback('k')
        log('end of generator')
      }),
    )
  },

  gen_leak_not_raised_after_exception() {
    run(
      engine(function* () {
        yield new Callback('k')
        try {
          yield new Wait('nope')
        } catch (error) {
          if (error instanceof UnknownKeyError) log('swallowed')
        }
      }),
    )
    log('no LeakedCallbackError once an exception was thrown in')
  },

  gen_orphan_called_later() {
    const orphans: Call[] = []
    const f = engine(function* () {
      orphans.push(yield new Callback('k'))
      yield new Callback('k2')
      throw new KeyError('x')
    })
    try {
      f()
    } catch (error) {
      if (error instanceof KeyError) log('KeyError to caller')
    }
    orphans[0]?.(5)
    log('orphan callback after death: silently ignored')
  },

  gen_exception_before_suspension() {
    const f = engine(function* () {
      yield new Task((callback: () => void) => callback())
      throw new ValueError('sync part')
    })
    try {
      f()
    } catch (error) {
      if (error instanceof ValueError) log(`propagates to the caller of f(): ${error.message}`)
    }
  },

  gen_exception_after_suspension() {
    const f = engine(function* () {
      yield new Task(addCallback)
      throw new ValueError('async part')
    })
    try {
      f()
      log('f() returned')
    } catch {
      log('caller?')
    }
    goRound(30)
  },

  gen_task_raises_sync() {
    const bad = (_callback: () => void) => {
      throw new ZeroDivisionError('in task')
    }
    run(
      engine(function* () {
        try {
          yield new Task(bad)
        } catch (error) {
          if (error instanceof ZeroDivisionError) log(`thrown at the yield: ${error.message}`)
        }
      }),
    )
  },

  gen_exception_while_not_waiting_is_not_caught() {
    const f = engine(function* () {
      L.addCallback(divideByZero)
      yield new Task(addTimeout, 20)
      log('resumed?')
    })
    try {
      run(f)
    } catch (error) {
      if (error instanceof ZeroDivisionError) log('to caller')
    }
  },

  gen_list_parallel() {
    run(
      engine(function* () {
        const begun = L.time()
        const results: unknown[] = yield [new Task(addTimeout, 30), new Task(addTimeout, 10)]
        const took = L.time() - begun
        log(`${repr(results)} after ~30 ms: ${repr(25 < took && took < 60)}`)
      }),
      100,
    )
  },

  gen_wait_all_order() {
    run(
      engine(function* () {
        const a: Call = yield new Callback('a')
        const b: Call = yield new Callback('b')
        L.addCallback(() => b('B'))
        L.addTimeout(10, () => a('A'))
        log(repr(yield new WaitAll(['a', 'b'])))
      }),
    )
  },

  gen_plain_function() {
    engine(() => log('not a generator: just runs'))()
  },

  gen_engine_return_value() {
    const f = engine(() => 5)
    try {
      f()
    } catch (error) {
      if (error instanceof Error) log(`${error.name} ${error.message}`)
    }
  },
}

export function scenario(name: string): void {
  attempt(scenarios[name]!)
}
