/** The event loop, by the rules of Tornado 2.4.1 (futures and runSync: 3.0) and by Tornado's own tests. */
import { describe, expect, it } from 'vitest'
import { only, printed, simulateProgram } from '../../support/simulated.ts'

const IMPORTS = `import { IOLoop } from 'ioloop'
import { Future } from 'future'
import { Socket } from 'socket'
import * as os from 'os'
const { READ, WRITE, ERROR } = IOLoop
const log = (...values: unknown[]) => console.log(...values)
const fail = (text: string) => { throw new Error(text) }
`

const run = (body: string) =>
  simulateProgram(
    'callbacks',
    `${IMPORTS}export function main() {\nconst loop = IOLoop.instance()\n${body}\nlog('end') }\n`,
  )

const logOf = async (body: string) => printed(await run(body)).map((line) => line.replace('#0 ', ''))

describe('one turn', () => {
  it('runs timeouts that timeouts add, if they are due already, but no callbacks', async () => {
    const body = `loop.addTimeout(0, () => {
        log('first')
        loop.addCallback(() => { log('callback'); loop.stop() })
        loop.addTimeout(-10, () => log('due already'))
        loop.addTimeout(5, () => log('later'))
      })
      loop.start()`
    expect(await logOf(body)).toEqual(['first', 'due already', 'callback', 'end'])
  })

  it('runs equal deadlines in the order in which they were added, however many there are', async () => {
    const body = `const now = loop.time()
      const seen: number[] = []
      for (let i = 0; i < 40; i++) loop.addTimeout(((i * 7) % 5) * 10 - (loop.time() - now), () => seen.push((i * 7) % 5))
      loop.addTimeout(60, () => loop.stop())
      loop.start()
      log(seen.join(''))`
    expect(await logOf(body)).toEqual([
      '0'.repeat(8) + '1'.repeat(8) + '2'.repeat(8) + '3'.repeat(8) + '4'.repeat(8),
      'end',
    ])
  })

  it('polls with no patience while callbacks wait, else until the next timeout, at most an hour', async () => {
    const events = await run(`loop.addCallback(() => loop.addCallback(() => undefined))
      loop.addTimeout(20, () => loop.addTimeout(4_000_000, () => undefined))
      loop.start()`)
    const waits = only(events, 'poll').map(({ timeout }) => timeout)
    expect(waits).toEqual([0, waits[1], 3_600_000])
    expect(waits[1]).toBeGreaterThan(19)
    expect(waits[1]).toBeLessThan(20)
  })

  it('does not wake for a timeout that was removed', async () => {
    const events = await run(`loop.removeTimeout(loop.addTimeout(10, () => log('never')))
      loop.addTimeout(20, () => loop.stop())
      loop.start()`)
    expect(only(events, 'poll')).toHaveLength(1)
    expect(printed(events)).toEqual(['#0 end'])
  })

  it('lets a timeout be removed by another of the same pass, and after it has run', async () => {
    const body = `const [a, b] = [1, 2].map((n) => loop.addTimeout(5, () => { log(n); loop.removeTimeout(n === 1 ? b! : a!) }))
      loop.addTimeout(10, () => loop.stop())
      loop.start()`
    expect(await logOf(body)).toEqual(['1', 'end'])
  })
})

describe('stop', () => {
  it('wakes the next poll, once', async () => {
    const events = await run(`loop.addCallback(() => loop.stop())
      loop.start()
      loop.addTimeout(5, () => loop.stop())
      loop.start()`)
    const results = only(events, 'poll-result').map(({ ready }) => ready.length)
    expect(results).toEqual([1, 0])
  })

  it('leaves off running() at once, and in a handler lets the others of the poll run', async () => {
    const body = `const pairs = [Socket.pair(), Socket.pair()]
      for (const [a, b] of pairs) {
        b.send('x')
        loop.addHandler(a.fd, () => { a.recv(1); log('handler', loop.running()); loop.stop(); loop.addCallback(() => log('not now')) }, READ)
      }
      log(loop.running())
      loop.start()`
    expect(await logOf(body)).toEqual(['false', 'handler true', 'handler false', 'not now', 'not now', 'end'])
  })
})

describe('what is thrown', () => {
  it('in a callback or a timeout is logged, and the loop goes on', async () => {
    const body = `loop.addCallback(() => fail('one'))
      loop.addTimeout(0, () => fail('two'))
      loop.addTimeout(5, () => loop.stop())
      loop.start()`
    const said = ['Exception in callback: Error: one', 'Exception in callback: Error: two', 'end']
    expect(await logOf(body)).toEqual(said)
  })

  it('in a callback goes to handleCallbackException, which a program may replace', async () => {
    const body = `loop.handleCallbackException = (callback, error) => { log('hook', typeof callback, error); loop.stop() }
      loop.addCallback(() => fail('bug'))
      loop.start()`
    expect(await logOf(body)).toEqual(['hook function Error: bug', 'end'])
  })
})

describe('a handler', () => {
  it('that is removed by another is not told what the same poll has found for it', async () => {
    const body = `const pairs = [Socket.pair(), Socket.pair()]
      for (const [a, b] of pairs) {
        b.send('x')
        loop.addHandler(a.fd, () => {
          log('handler')
          for (const [each] of pairs) loop.removeHandler(each.fd)
          loop.addCallback(() => loop.stop())
        }, READ)
      }
      loop.start()`
    expect(await logOf(body)).toEqual(['handler', 'end'])
  })

  it('is told of errors though nobody has asked for them', async () => {
    const body = `const fd = os.startConnect('localhost', 9)
      loop.addHandler(fd, (_fd, events) => { log((events & ERROR) > 0); loop.removeHandler(fd); loop.stop() }, READ)
      loop.start()`
    expect(await logOf(body)).toEqual(['true', 'end'])
  })

  it('can be removed without having been added, and added again after that', async () => {
    const body = `const [a, b] = Socket.pair()
      loop.removeHandler(a.fd)
      loop.addHandler(a.fd, () => log('old'), READ)
      loop.removeHandler(a.fd)
      loop.addHandler(a.fd, (_fd, events) => { log('new', events); loop.stop() }, READ)
      b.send('x')
      loop.start()`
    expect(await logOf(body)).toEqual(['new 1', 'end'])
  })

  it('takes the place of an earlier one, though adding it fails', async () => {
    const body = `const [a, b] = Socket.pair()
      loop.addHandler(a.fd, () => log('first'), READ)
      try { loop.addHandler(a.fd, () => { log('second'); loop.stop() }, READ) } catch (error) { log((error as Error).name) }
      b.send('x')
      loop.start()`
    expect(await logOf(body)).toEqual(['FileExistsError', 'second', 'end'])
  })

  it('has to be there before its events can be changed', async () => {
    const body = `const [a, b] = Socket.pair()
      const update = () => { try { loop.updateHandler(a.fd, READ); log('updated') } catch (error) { log((error as Error).name) } }
      update()
      loop.addHandler(a.fd, () => log('removed'), WRITE)
      update()
      loop.removeHandler(a.fd)
      update()
      b.send('x')
      loop.addTimeout(5, () => loop.stop())
      loop.start()`
    expect(await logOf(body)).toEqual(['FileNotFoundError', 'updated', 'FileNotFoundError', 'end'])
  })

  it('hears of writing from updateHandler on, and of both when both are there', async () => {
    const body = `const [a, b] = Socket.pair()
      loop.addHandler(a.fd, (fd, events) => {
        log(events)
        if (events === READ) loop.updateHandler(fd, READ | WRITE)
        else loop.stop()
      }, READ)
      b.send('x')
      loop.start()`
    expect(await logOf(body)).toEqual(['1', '5', 'end'])
  })

  it('of a descriptor that was closed meanwhile does no harm to the next one with its number', async () => {
    const body = `const [a] = Socket.pair()
      const { fd } = a
      loop.addHandler(fd, () => log('old'), READ)
      a.close()
      const [c, d] = Socket.pair()
      log(c.fd === fd)
      d.send('x')
      loop.addHandler(c.fd, () => { log('new'); loop.stop() }, READ)
      loop.start()`
    expect(await logOf(body)).toEqual(['true', 'new', 'end'])
  })
})

describe('a loop inside itself', () => {
  it('runs until stop, which also ends the one around it after its batch', async () => {
    const body = `loop.addCallback(() => {
        loop.addCallback(() => { log('inner'); loop.stop() })
        loop.start()
        log('inner start returned', loop.running())
      })
      loop.addCallback(() => log('rest of the batch'))
      loop.start()
      log('start returned')
      loop.addCallback(() => { log('again'); loop.stop() })
      loop.start()`
    expect(await logOf(body)).toEqual([
      'inner',
      'inner start returned false',
      'rest of the batch',
      'start returned',
      'again',
      'end',
    ])
  })
})

describe('several loops', () => {
  it('have descriptors, callbacks and timeouts of their own, also one inside the other', async () => {
    const body = `const other = new IOLoop()
      const [a, b] = Socket.pair()
      const [c, d] = Socket.pair()
      b.send('x')
      d.send('x')
      other.addHandler(c.fd, () => { log('inner'); other.stop() }, READ)
      loop.addHandler(a.fd, () => {
        log('outer')
        if (loop.running()) other.start()
        log('outer again')
        loop.stop()
      }, READ)
      other.addCallback(() => log('inner callback'))
      loop.addCallback(() => log('outer callback'))
      loop.start()
      log(loop === IOLoop.instance())`
    expect(await logOf(body)).toEqual([
      'outer callback',
      'outer',
      'inner callback',
      'inner',
      'outer again',
      'true',
      'end',
    ])
  })

  it('take no harm from descriptors that were closed while another loop ran', async () => {
    const body = `const other = new IOLoop()
      const [a] = Socket.pair()
      loop.addHandler(a.fd, () => 0, READ)
      other.addCallback(() => other.stop())
      other.start()
      a.close()
      other.addTimeout(1, () => other.stop())
      other.start()
      loop.addTimeout(1, () => loop.stop())
      loop.start()
      loop.removeHandler(a.fd)`
    expect(await logOf(body)).toEqual(['end'])
  })

  it('that close descriptors do so also if some were closed before', async () => {
    const body = `const own = new IOLoop()
      const [[a], [b]] = [Socket.pair(), Socket.pair()]
      own.addHandler(a.fd, () => 0, READ)
      own.addHandler(b.fd, () => 0, READ)
      a.close()
      own.close(true)
      try { b.recv(1) } catch (error) { log((error as os.OSError).code) }`
    expect(await logOf(body)).toEqual(['EBADF', 'end'])
  })

  it('that are closed forget their handlers, and close descriptors only if told to', async () => {
    const body = `const [one, two] = [new IOLoop(), new IOLoop()]
      const [a, b] = Socket.pair()
      one.addHandler(a.fd, () => 0, READ)
      two.addHandler(b.fd, () => 0, READ)
      one.stop()
      one.close()
      two.close(true)
      a.setBlocking(false)
      log(JSON.stringify(a.recv(1)))
      try { b.recv(1) } catch (error) { log((error as os.OSError).code) }`
    expect(await logOf(body)).toEqual(['""', 'EBADF', 'end'])
  })
})

describe('futures', () => {
  it('call back in a turn of the loop, done or not', async () => {
    const body = `const [done, pending] = [new Future<number>(), new Future<number>()]
      done.setResult(1)
      loop.addFuture(done, (future) => log('done', future.result()))
      loop.addFuture(pending, (future) => { log('pending', future.result()); loop.stop() })
      loop.addTimeout(5, () => { pending.setResult(2); log('set') })
      log('added')
      loop.start()`
    expect(await logOf(body)).toEqual(['added', 'done 1', 'set', 'pending 2', 'end'])
  })

  it('make runSync wait, which returns results and throws errors, sync or async', async () => {
    const body = `log(loop.runSync(() => 42))
      try { loop.runSync(() => fail('sync')) } catch (error) { log(error) }
      log(loop.runSync(() => Promise.resolve(43)))
      const later = new Future<number>()
      loop.addTimeout(5, () => later.setException(new Error('late')))
      try { loop.runSync(() => later) } catch (error) { log(error) }
      try { loop.runSync(() => new Future(), 10) } catch (error) { log(error) }
      log(loop.running())`
    expect(await logOf(body)).toEqual([
      '42',
      'Error: sync',
      '43',
      'Error: late',
      'TimeoutError: Operation timed out after 0.01 seconds',
      'false',
      'end',
    ])
  })

  it('leave runSync in the turn in which they are done, or as if nobody had waited', async () => {
    const turns = `const later = new Future<void>()
      loop.addTimeout(5, () => {
        loop.addCallback(() => { log('one'); loop.addCallback(() => log('two')) })
        later.setResult()
      })
      loop.runSync(() => later)
      log('over')`
    expect(await logOf(turns)).toEqual(['one', 'over', 'end'])
    const late = `const never = new Future<void>()
      try { loop.runSync(() => never, 5) } catch (error) { log(error.name, never.cancelled()) }
      const slow = new Promise<void>((resolve) => loop.addTimeout(20, resolve))
      try { loop.runSync(() => slow, 5) } catch (error) { log(error.name) }
      loop.addTimeout(30, () => log('30'))
      const later = new Future<void>()
      loop.addTimeout(40, () => later.setResult())
      loop.runSync(() => later)`
    expect((await logOf(late)).slice(0, 3)).toEqual(['TimeoutError true', 'TimeoutError', '30'])
  })

  it('of native code that were settled before the start go on first', async () => {
    const body = `Promise.resolve().then(() => { log('settled'); loop.addCallback(() => loop.stop()) })
      loop.addCallback(() => log('callback'))
      loop.start()`
    expect(await logOf(body)).toEqual(['settled', 'callback', 'end'])
  })

  it('of native code go on right after the callback that they wait for, each by itself', async () => {
    const body = `const wait = () => new Promise<void>((resolve) => loop.addCallback(() => { log('callback'); resolve() }))
      const each = async (n: number) => { await wait(); log('after', n) }
      each(1)
      each(2)
      loop.addTimeout(5, () => loop.stop())
      loop.start()`
    expect(await logOf(body)).toEqual(['callback', 'after 1', 'callback', 'after 2', 'end'])
  })
})

it('says on the trace when a callback is queued and when it runs, and that a timeout does', async () => {
  const events = await run(`loop.addCallback(() => undefined)
    loop.addTimeout(5, () => loop.stop())
    loop.start()`)
  const told = events.flatMap((event) =>
    event.kind === 'callback-queued' || event.kind === 'callback-run' ? [event] : [],
  )
  expect(told.map(({ kind, id }) => [kind, id])).toEqual([
    ['callback-queued', 1],
    ['callback-run', 1],
    ['callback-run', 2],
  ])
  expect(told.map((event) => 'timeout' in event)).toEqual([false, false, true])
})
