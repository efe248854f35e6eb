/** Engines and coroutines by Tornado's own tests: gen_test of 2.4.1, 3.2 and 6.5. */
import { describe, expect, it } from 'vitest'
import { endOf, printed, simulateProgram } from '../../support/simulated.ts'

const HEAD = `import { BadYieldError, Callback, coroutine, engine, KeyReuseError, LeakedCallbackError, moment, multi, Return,
  sleep, Task, UnknownKeyError, Wait, WaitAll, WaitIterator, withTimeout, YieldPoint } from 'gen'
import { Future, InvalidStateError } from 'future'
import { IOLoop } from 'ioloop'
import { surroundings } from 'stack-context'
const L = IOLoop.instance()
const log = (...values: unknown[]) => console.log(...values)
const fail = (text: string) => { throw new Error(text) }
const addCallback = (callback) => L.addCallback(callback)
const delay = (turns, value, callback) =>
  turns === 0 ? callback(value) : L.addCallback(() => delay(turns - 1, value, callback))
const caught = (body) => { try { body() } catch (error) { log('caller:', error) } }
`

/** What a program says whose \`main\` has this body, which stops the loop, or a while later it stops by itself. */
async function said(body: string): Promise<string[]> {
  const main = `export function main() {\n${body}\nL.addTimeout(1000, () => L.stop())\nL.start()\n}\n`
  const events = await simulateProgram('coroutines', HEAD + main)
  expect(endOf(events).reason).toBe('returned')
  return printed(events).map((line) => line.replace('#0 ', ''))
}

describe('an engine', () => {
  it('that is no generator just runs', async () => {
    expect(await said("engine(() => log('ran'))()")).toEqual(['ran'])
  })

  it('calls its function as a method, with its arguments', async () => {
    const body = `const object = { name: 'it', say: engine(function* (word) { log(this.name, word); yield new Task(addCallback) }) }
      object.say('hears')`
    expect(await said(body)).toEqual(['it hears'])
  })

  it('raises to its caller what it raises before it waits, and to the loop what it raises later', async () => {
    const body = `const early = engine(function* () { yield new Callback('k'); fail('early') })
      const late = engine(function* () { yield new Task(addCallback); fail('late') })
      caught(early)
      caught(late)
      log('both returned')`
    expect(await said(body)).toEqual([
      'caller: Error: early',
      'both returned',
      'Exception in callback: Error: late',
    ])
  })

  it('waits for callbacks in whatever order it likes', async () => {
    const body = `engine(function* () {
        L.addTimeout(1, yield new Callback('k1'))
        delay(2, 'v2', yield new Callback('k2'))
        delay(1, 'v3', yield new Callback('k3'))
        log(yield new Wait('k3'), yield new Wait('k1'), yield new Wait('k2'))
      })()`
    expect(await said(body)).toEqual(['v3 undefined v2'])
  })

  it('is told of keys that nobody has, that somebody has, and of what is no yield point', async () => {
    const body = `const mismatch = engine(function* () { yield new Callback('k1'); yield new Wait('k2') })
      const reuse = engine(function* () { yield new Callback('k1'); yield new Callback('k1') })
      const bogus = engine(function* () { yield 42 })
      const words = engine(function* () { yield 'words' })
      const nothing = engine(function* () { yield })
      for (const body of [mismatch, reuse, bogus, words, nothing]) caught(body)`
    expect(await said(body)).toEqual([
      "caller: UnknownKeyError: key 'k2' is not pending",
      "caller: KeyReuseError: key 'k1' is already pending",
      'caller: BadYieldError: yielded unknown object 42',
      "caller: BadYieldError: yielded unknown object 'words'",
      'caller: BadYieldError: yielded unknown object undefined',
    ])
  })

  it('goes on after it has caught such an error', async () => {
    const body = `engine(function* () {
        try { yield new Wait('k1') } catch (error) { log(error instanceof UnknownKeyError) }
        const call = yield new Callback('k1')
        call('value')
        log(yield new Wait('k1'))
      })()`
    expect(await said(body)).toEqual(['true', 'value'])
  })

  it('names all callbacks that leaked', async () => {
    const body = `caught(engine(function* () { yield new Callback('a'); yield new Callback('b') }))`
    expect(await said(body)).toEqual([
      "caller: LeakedCallbackError: finished without waiting for callbacks {'a', 'b'}",
    ])
  })

  it('raises LeakedCallbackError where its last step was driven from', async () => {
    const body = `engine(function* () { yield new Callback('a'); yield new Task(addCallback) })()`
    expect(await said(body)).toEqual([
      "Exception in callback: LeakedCallbackError: finished without waiting for callbacks {'a'}",
    ])
  })

  it('finds a stale value if a callback is called again after it was waited for', async () => {
    const body = `engine(function* () {
        const call = yield new Callback('k')
        call('first')
        log(yield new Wait('k'))
        call('again')
        yield new Callback('k')
        log(yield new Wait('k'))
      })()`
    expect(await said(body)).toEqual(['first', 'again'])
  })

  it('can be called again and again', async () => {
    const body = `const once = engine(function* (callback) { yield new Task(addCallback); callback('done') })
      engine(function* () { for (let i = 0; i < 3; i++) log(yield new Task(once)) })()`
    expect(await said(body)).toEqual(['done', 'done', 'done'])
  })

  it('waits anew for a task that was called back twice and is yielded again', async () => {
    const body = `const task = new Task((callback) => { L.addCallback(() => callback(1)); L.addTimeout(5, () => callback(2)) })
      const f = engine(function* () {
        log(yield task)
        yield new Task((callback) => L.addTimeout(10, callback))
        log(yield task)
      })
      f()`
    expect(await said(body)).toEqual(['1', '1'])
  })

  it('gets what a task raises, at once or in a callback of its own', async () => {
    const body = `const now = (callback) => fail('now')
      const later = (callback) => L.addCallback(() => fail('later'))
      engine(function* () {
        for (const task of [now, later]) try { yield new Task(task) } catch (error) { log(error) }
      })()`
    expect(await said(body)).toEqual(['Error: now', 'Error: later'])
  })

  it('gets all results of a list in its order, and of a dictionary by name, however late each is', async () => {
    const body = `engine(function* () {
        log(yield [new Task(delay, 3, 'v1'), new Task(delay, 1, 'v2')])
        log(yield { a: new Task(delay, 2, 1), b: sleep(1), c: [new Task(delay, 0, 2)] })
        yield []
      })()`
    expect(await said(body)).toEqual(['["v1","v2"]', '{"a":1,"c":[2]}'])
  })

  it('raises the first error of a list, asks nobody behind it, and logs nothing', async () => {
    const body = `class Failing extends YieldPoint {
        text
        constructor(text) { super(); this.text = text }
        start() {}
        isReady() { return true }
        getResult() { log('asked', this.text); fail(this.text) }
      }
      const f = engine(function* () {
        try { yield [new Failing('1'), new Failing('2')] } catch (error) { log('raised', error) }
      })
      f()`
    expect(await said(body)).toEqual(['asked 1', 'raised Error: 1'])
  })

  it('waits for futures and promises, too', async () => {
    const body = `const soon = async (value) => { await sleep(1); return value }
      engine(function* () { log(yield soon('promise'), yield withTimeout(5, soon('future'))) })()`
    expect(await said(body)).toEqual(['promise future'])
  })

  it('leaves no contexts behind, whether it ends well or not', async () => {
    const body = (last: string) => `
      const inner = engine(function* (callback) { yield new Task(addCallback); ${last} })
      const outer = engine(function* () {
        for (let i = 0; i < 10; i++) try { yield new Task(inner) } catch {}
        log(surroundings().length <= 2)
      })
      outer()`
    expect(await said(body('callback()'))).toEqual(['true'])
    expect(await said(body("fail('no')"))).toEqual(['true'])
  })
})

describe('a coroutine', () => {
  it('has its result at once if it does not wait, and never raises at the call', async () => {
    const body = `const plain = coroutine(() => 42)
      const steps = coroutine(function* () { return 43 })
      const returns = coroutine(function* () { throw new Return(44) })
      const raises = coroutine(() => fail('early'))
      log(plain().result(), steps().result(), returns().result(), raises().exception())`
    expect(await said(body)).toEqual(['42 43 44 Error: early'])
  })

  it('waits for tasks and futures alike', async () => {
    const body = `const f = coroutine(function* () { yield new Task(addCallback); yield sleep(1); return 42 })
      L.addFuture(f(), (future) => log(future.result()))`
    expect(await said(body)).toEqual(['42'])
  })

  it('can replace or swallow what a task raises', async () => {
    const body = `const bad = (callback) => L.addCallback(() => fail('in the task'))
      const replace = coroutine(function* () { try { yield new Task(bad) } catch { fail('another') } })
      const swallow = coroutine(function* () { try { yield new Task(bad) } catch { return 42 } })
      L.addFuture(multi([swallow(), replace()]), (future) => log(future.exception()))
      L.addFuture(swallow(), (future) => log(future.result()))`
    expect((await said(body)).toSorted()).toEqual(['42', 'Error: another'])
  })

  it('lets others in between only where it waits for what is not there', async () => {
    const body = `let calls = ''
      const f = coroutine(function* (name, yielded) { for (let i = 0; i < 5; i++) { calls += name; yield yielded } })
      const immediate = new Future()
      immediate.setResult(null)
      const all = coroutine(function* () {
        for (const [a, b] of [[immediate, immediate], [moment, moment], [moment, immediate], [undefined, null]]) {
          calls = ''
          yield [f('a', a), f('b', b)]
          log(calls)
        }
      })
      all()`
    expect(await said(body)).toEqual(['aaaaabbbbb', 'ababababab', 'abbbbbaaaa', 'ababababab'])
  })

  it('raises the first of several errors, and logs the others; one alone is not logged', async () => {
    const body = `const bad = async (text) => { await sleep(1); fail(text) }
      const good = async () => sleep(2)
      const f = coroutine(function* () {
        for (const list of [() => [bad('1'), good(), bad('2')], () => [good(), bad('3')]])
          try { yield list() } catch (error) { log('raised', error) }
      })
      f()`
    expect(await said(body)).toEqual([
      'Multiple exceptions in yield list: Error: 2',
      'raised Error: 1',
      'raised Error: 3',
    ])
  })

  it('waits a turn more for a list than for a future, as 6.2 does', async () => {
    const turns = `const tick = (n) => { log(n); if (n < 3) L.addCallback(() => tick(n + 1)) }
      const [a, b] = [new Future(), new Future()]
      const f = coroutine(function* (awaited) { log('got', (yield awaited).toString()) })`
    const set = 'a.setResult(1); b.setResult(2); tick(0)'
    expect(await said(`${turns}; f(a); ${set}`)).toEqual(['0', 'got 1', '1', '2', '3'])
    expect(await said(`${turns}; f([a, b]); ${set}`)).toEqual(['0', '1', 'got 1,2', '2', '3'])
  })

  it('whose future was cancelled goes on, and only logs what it raises', async () => {
    const body = `const f = coroutine(function* (error) { yield sleep(5); log('went on'); if (error) fail(error) })
      const futures = [f(), f('x')]
      log(...futures.map((future) => future.cancel()))
      L.addTimeout(10, () => log(...futures.map((future) => future.cancelled())))`
    expect(await said(body)).toEqual([
      'true true',
      'went on',
      'went on',
      'Exception after Future was cancelled: Error: x',
      'true true',
    ])
  })

  it('goes on for the request that it began with', async () => {
    const program = `import { coroutine, sleep } from 'gen'
import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'
class Handler extends RequestHandler {
  get = coroutine(function* () { yield sleep(10); console.log('one'); yield [sleep(10)]; console.log('two') })
}
export function main() { new Application({ '/': Handler }).listen(8888); IOLoop.instance().start() }`
    const lines = printed(await simulateProgram('coroutines', program, { clients: 2 }))
    expect(lines.toSorted()).toEqual(['#1 one', '#1 two', '#2 one', '#2 two'])
  })
})

describe('withTimeout', () => {
  const lasting = `const f = coroutine(function* () {`

  it('raises after so long, and not before', async () => {
    const body = `${lasting}
        log(yield withTimeout(20, coroutine(function* () { yield sleep(10); return 'in time' })()))
        try { yield withTimeout(10, new Future()) } catch (error) { log(error) }
      })
      f()`
    expect(await said(body)).toEqual(['in time', 'TimeoutError: Timeout'])
  })

  it('raises what the future raises, and logs what it raises too late', async () => {
    const body = `const bad = coroutine(function* (ms) { yield sleep(ms); fail('after ' + ms) })
      ${lasting}
        try { yield withTimeout(20, bad(10)) } catch (error) { log(error) }
        try { yield withTimeout(10, bad(20)) } catch (error) { log(error) }
      })
      f()`
    expect(await said(body)).toEqual([
      'Error: after 10',
      'TimeoutError: Timeout',
      'Exception in Future after timeout: Error: after 20',
    ])
  })

  it('is done at once if the future is', async () => {
    const body = `const done = new Future(); done.setResult('now'); log(withTimeout(10, done).result())`
    expect(await said(body)).toEqual(['now'])
  })
})

describe('WaitIterator', () => {
  it('hands out results as they come, by place or by name, also those that were there before', async () => {
    const body = `const f = coroutine(function* () {
        const there = new Future()
        there.setResult('there')
        const late = coroutine(function* (ms) { yield sleep(ms); return ms })
        for (const begin of [() => [late(20), there, late(10)], () => ({ a: late(20), b: late(10) })]) {
          const all = new WaitIterator(begin())
          while (!all.done()) log(yield all.next(), all.currentIndex, all.currentFuture.done())
          log(all.currentIndex)
        }
      })
      f()`
    expect(await said(body)).toEqual([
      'there 1 true',
      '10 2 true',
      '20 0 true',
      'undefined',
      '10 b true',
      '20 a true',
      'undefined',
    ])
  })

  it('goes on after an error', async () => {
    const body = `const bad = coroutine(function* () { yield sleep(1); fail('no') })
      const f = coroutine(function* () {
        const all = new WaitIterator([bad(), sleep(5)])
        while (!all.done()) try { log(yield all.next()) } catch (error) { log(error) }
      })
      f()`
    expect(await said(body)).toEqual(['Error: no', 'undefined'])
  })
})

describe('a future', () => {
  it('has one result, once', async () => {
    const body = `const future = new Future()
      caught(() => future.result())
      future.setResult(1)
      caught(() => future.setException(new Error('no')))
      log(future.result(), future.exception())`
    expect(await said(body)).toEqual([
      'caller: InvalidStateError: Result is not set.',
      'caller: InvalidStateError: invalid state',
      '1 undefined',
    ])
  })

  it('can be given up, once, and raises CancelledError then', async () => {
    const body = `const future = new Future()
      const wait = async () => { try { await future } catch (error) { log(error.name, future.cancelled()) } }
      wait()
      L.addCallback(() => log(future.cancel(), future.cancel()))`
    expect(await said(body)).toEqual(['true false', 'CancelledError true'])
  })

  it('resumes whoever awaits it in a later turn, for each that awaits it', async () => {
    const body = `const future = new Future()
      const wait = async (name) => log(name, await future)
      wait('a')
      wait('b')
      L.addCallback(() => { future.setResult(1); log('set') })`
    expect(await said(body)).toEqual(['set', 'a 1', 'b 1'])
  })

  it('logs an error that nobody has looked at, and no other', async () => {
    const body = `const seen = new Future()
      seen.setException(new Error('seen'))
      seen.exception()
      new Future().setException(new Error('lost'))`
    expect(await said(body)).toEqual(['Future exception was never retrieved: Error: lost'])
  })
})
