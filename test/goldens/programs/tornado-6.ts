/** Tornado 6.2: coroutines, futures, and native async functions. */
import { Future } from 'future'
import { BadYieldError, coroutine, multi, sleep } from 'gen'
import { IOLoop } from 'ioloop'
import { attempt, divideByZero, log, ValueError } from './prelude.ts'

const L = IOLoop.instance()

const scenarios: Record<string, () => unknown> = {
  coroutine_starts_eagerly() {
    const f = coroutine(function* () {
      log('body runs before the call returns')
      yield sleep(0)
      log('resumed')
    })
    const called = f()
    log(`call returned a ${called.constructor.name}, done=${python(called.done())}`)
    return called
  },

  sync_coroutine_is_done_at_once() {
    const f = coroutine(() => 42)
    log(`done=${python(f().done())} result=${f().result()}`)
  },

  async exception_goes_into_future() {
    const f = coroutine(function* () {
      yield sleep(0)
      throw new ValueError('x')
    })
    const future = f()
    log('call did not raise')
    try {
      await future
    } catch (error) {
      if (error instanceof ValueError) log(`await raises ${error.message}`)
    }
  },

  async exception_before_first_yield_too() {
    const f = coroutine(() => {
      throw new ValueError('early')
    })
    let future: Future<unknown> | undefined
    try {
      future = f()
      log(`no raise at call, done=${python(future?.done() === true)}`)
    } catch {
      log('raised at call?')
    }
    try {
      await future
    } catch {
      log('await raises')
    }
  },

  exception_never_retrieved_is_logged() {
    const f = coroutine(() => {
      throw new ValueError('lost')
    })
    f()
  },

  async yield_dict() {
    const s = coroutine(function* (value: number) {
      yield sleep(1)
      return value
    })
    const f = coroutine(function* () {
      const both: object = yield { a: s(1), b: s(2) }
      return both
    })
    log(await f())
  },

  async list_first_error_raised_others_logged() {
    const bad = coroutine(function* (message: string) {
      yield sleep(1)
      throw new ValueError(message)
    })
    try {
      await multi([bad('one'), bad('two')])
    } catch (error) {
      if (error instanceof ValueError) log(`raised ${error.message}`)
    }
  },

  async bad_yield() {
    const f = coroutine(function* () {
      try {
        yield 42
      } catch (error) {
        if (error instanceof BadYieldError) log(`BadYieldError ${error.message}`)
      }
    })
    await f()
  },

  async pending_future_resumes_on_later_turn() {
    const future = new Future<number>()
    const f = coroutine(function* () {
      const value: number = yield future
      log(`resumed ${value}`)
    })
    const result = f()
    future.setResult(5)
    log('set_result returned first')
    await result
  },

  async add_future_callback_on_loop() {
    const future = new Future<number>()
    L.addFuture(future, (done) => log(`add_future callback ${done.result()}`))
    future.setResult(1)
    log('set_result returned')
    await sleep(0)
    await sleep(0)
    log('end')
  },

  async add_done_callback_of_done_future() {
    const future = new Future<number>()
    future.setResult(1)
    future.addDoneCallback(() => log('cb'))
    log('not called inline')
    await sleep(0)
  },

  async callback_order_and_nested() {
    L.addCallback(() => {
      log('cb1')
      L.addCallback(() => log('nested'))
    })
    L.addCallback(() => log('cb2'))
    await sleep(10)
  },

  async callback_exception_logged() {
    L.addCallback(divideByZero)
    L.addCallback(() => log('next runs'))
    await sleep(10)
  },
}

const python = (value: boolean): string => (value ? 'True' : 'False')

export function scenario(name: string): void {
  attempt(() =>
    L.runSync(async () => {
      await scenarios[name]?.()
      await sleep(30)
    }),
  )
}
