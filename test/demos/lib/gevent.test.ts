/** gevent's hub, greenlets and timeouts by gevent 22.10.2, beyond what was recorded: cases of its own tests, in ms. */
import { describe, expect, it } from 'vitest'
import { logOf } from './gevent-programs.ts'

describe('the hub', () => {
  it('ends the waiting of main if nobody is left who could, and can be used again', async () => {
    const body = `attempt(() => getHub().switch())
      attempt(() => new Event().wait())
      sleep(10)
      log(elapsed())`
    const exit = 'LoopExit: This operation would block forever'
    expect(await logOf(body)).toEqual([exit, exit, '10'])
  })

  it('prints an error that nobody catches, and who failed', async () => {
    const body = `const g = spawn(fail)
      g.join()
      log(g.successful(), g.value, (g.exception as Error).message)
      attempt(() => g.get())
      getHub().loop.runCallback(fail)
      spawn((a: unknown, b: unknown) => { throw new SomeError('two') }, 'x', 2).join()`
    const lines = await logOf(body)
    expect(lines.map((line) => line.replace(/0x\w+/, '0x'))).toEqual([
      'SomeError: bug',
      '<Greenlet at 0x: fail> failed with SomeError',
      'false null bug',
      'SomeError: bug',
      'SomeError: bug',
      '<callback> failed with SomeError',
      'SomeError: two',
      "<Greenlet at 0x: ('x', 2)> failed with SomeError",
    ])
  })

  it('can be joined: everything else goes on until it is over', async () => {
    const body = `spawnLater(20, () => log('late'))
      spawn(() => { sleep(10); log('sooner') })
      log(getHub().join(15), elapsed())
      log(wait(), elapsed(), getHub().join())`
    expect(await logOf(body)).toEqual(['sooner', 'false 20', 'late', 'true 20 true'])
  })

  it('polls between callbacks that go on for ever', async () => {
    const body = `let stop = false
      const hog = spawn(() => { while (!stop) sleep(0) })
      sleep(20)
      stop = true
      hog.join()
      log(elapsed() < 40)`
    expect(await logOf(body)).toEqual(['true'])
  })
})

describe('a waiter', () => {
  it('keeps a value or an error until somebody asks', async () => {
    const body = `let waiter = new Waiter()
      waiter.switch(25)
      log(waiter.ready(), waiter.get())
      waiter = new Waiter()
      waiter.throw(new SomeError('kept'))
      attempt(() => waiter.get())`
    expect(await logOf(body)).toEqual(['true 25', 'SomeError: kept'])
  })

  it('is for one, and woken by the hub', async () => {
    const body = `const waiter = new Waiter()
      const g = spawn(() => attempt(() => waiter.get()))
      sleep(0)
      attempt(() => waiter.get())
      attempt(() => waiter.switch(1))
      getHub().loop.runCallback(() => waiter.switch(2))
      g.join()`
    const lines = await logOf(body)
    expect(lines[0]).toMatch(/^ConcurrentObjectUseError: This Waiter is already used by <Greenlet at 0x/)
    expect(lines.slice(1)).toEqual([
      'AssertionError: Can only use Waiter.switch method from the Hub greenlet',
      'gave 2',
    ])
  })
})

describe('a greenlet', () => {
  it('is neither started nor dead before start, then one, then the other', async () => {
    const body = `const g = new Greenlet(() => 1)
      const state = () => log(g.started, g.dead, g.ready(), g.successful(), g.value)
      state(); g.start(); g.start(); state(); g.join(); state()`
    expect(await logOf(body)).toEqual([
      'false false false false null',
      'true false false false null',
      'false true true true 1',
    ])
  })

  it('gives its value, throws its error, and does not wait if told so', async () => {
    const body = `quiet()
      log(spawn(() => 5).get(), spawn(() => {}).get())
      attempt(() => spawn(fail).get())
      attempt(() => spawn(sleep, 50).get(false))
      attempt(() => spawn(sleep, 50).get(true, 10))
      log(elapsed())`
    expect(await logOf(body)).toEqual([
      '5 null',
      'SomeError: bug',
      'Timeout: ',
      'Timeout: 0.01 seconds',
      '10',
    ])
  })

  it('is joined for so long at most', async () => {
    const body = `const g = spawn(sleep, 50)
      log(g.join(10), g.dead, elapsed())
      g.join()
      log(g.dead, elapsed())`
    expect(await logOf(body)).toEqual(['undefined false 10', 'true 50'])
  })

  it('starts later, or not at all if it is killed before', async () => {
    const body = `spawnLater(20, () => log('later', elapsed()))
      const killed = spawnLater(10, () => log('never'))
      killed.kill()
      log(killed.dead, killed.successful(), (killed.value as Error).name)
      const never = new Greenlet(() => log('never'))
      never.kill()
      never.start()
      log(never.dead, never.started)
      sleep(30)`
    expect(await logOf(body)).toEqual(['true true GreenletExit', 'true false', 'later 20'])
  })

  it('tells who is linked, in order, in greenlets of their own; also who comes late', async () => {
    const body = `quiet()
      const g = spawn(() => 'value')
      const gone = () => log('never')
      g.link((one) => { sleep(5); log('slept', one.value) })
      g.link(gone)
      g.unlink(gone)
      g.linkValue((one) => log('value', one.value))
      g.linkException(() => log('never'))
      g.rawlink(() => log('in the hub', getcurrent() === getHub()))
      g.join()
      g.link(() => log('late'))
      sleep(10)
      const bad = spawn(fail)
      bad.linkException((one) => log('failed', (one.exception as Error).message))
      bad.linkValue(() => log('never'))
      bad.join()
      sleep(0)`
    expect(await logOf(body)).toEqual(['value value', 'in the hub true', 'late', 'slept value', 'failed bug'])
  })

  it('can be killed without waiting, and may refuse', async () => {
    const body = `const stubborn = spawn(() => { try { sleep(100) } catch { sleep(20) } return 'finished' })
      sleep(0)
      stubborn.kill(undefined, false)
      log(stubborn.dead, elapsed())
      stubborn.kill(new GreenletExit(), true, 10)
      log(stubborn.dead, elapsed())`
    const second = `const g = spawn(() => { try { sleep(100) } catch { sleep(20) } return 'finished' })
      sleep(0)
      g.kill()
      log(g.dead, g.value, elapsed())`
    expect(await logOf(body)).toEqual(['false 0', 'true 0'])
    expect(await logOf(second)).toEqual(['true finished 20'])
  })

  it('survives a kill in the middle of killing others', async () => {
    const body = `const ended: number[] = []
      const make = (n: number) => spawn(() => { try { sleep(100) } finally { ended.push(n) } })
      const gs = [make(0), make(1), make(2)]
      sleep(0)
      const late = make(3)
      killall([...gs, late])
      log(ended, gs.map((g) => g.dead), late.dead, elapsed())
      killall([])`
    expect(await logOf(body)).toEqual(['[0,1,2] [true,true,true] true 0'])
  })

  it('must have something to call', async () => {
    expect(await logOf(`attempt(() => new Greenlet(1 as never))`)).toEqual([
      'TypeError: The run argument or self._run must be callable',
    ])
  })
})

describe('waiting for several', () => {
  it('gives them in the order in which they are over', async () => {
    const body = `const gs = [30, 10, 20].map((ms) => spawn((n: number) => { sleep(n); return n }, ms))
      log(joinall(gs).map((g) => g.value), elapsed())
      const more = [30, 10, 20].map((ms) => spawn((n: number) => { sleep(n); return n }, ms))
      log(joinall(more, { count: 1 }).map((g) => g.value), joinall(more, { timeout: 12 }).map((g) => g.value))
      for (const g of iwait(more)) log(g.value)`
    expect(await logOf(body)).toEqual(['[10,20,30] 30', '[10] [10,20]', '10', '20', '30'])
  })

  it('throws the first error there is, if asked to', async () => {
    const body = `quiet()
      const later = () => { sleep(10); fail() }
      const first = () => { throw new RangeError('first') }
      attempt(() => joinall([spawn(later), spawn(first)], { raiseError: true }))
      log(joinall([spawn(first), spawn(() => 1)]).length)`
    expect(await logOf(body)).toEqual(['RangeError: first', '2'])
  })

  it('waits for events as well', async () => {
    const body = `const event = new Event()
      spawnLater(10, () => event.set())
      log((wait([event]) as unknown[]).length, elapsed())`
    expect(await logOf(body)).toEqual(['1 10'])
  })
})

describe('a timeout', () => {
  it('comes where its greenlet waits, unless it is cancelled', async () => {
    const body = `const timeout = new Timeout(10)
      timeout.start()
      try { sleep(50) } catch (error) { log(error === timeout, String(error), elapsed()) }
      const cancelled = Timeout.startNew(10)
      cancelled.cancel()
      log(cancelled.pending)
      sleep(30)
      log(elapsed())
      const never = Timeout.startNew(null)
      log(never.pending, never.message === '')`
    expect(await logOf(body)).toEqual(['true Timeout: 0.01 seconds 10', 'false', '40', 'false true'])
  })

  it('cannot be started twice at a time', async () => {
    const body = `const timeout = Timeout.startNew(1000)
      attempt(() => timeout.start())
      timeout.cancel()
      attempt(() => timeout.start())
      timeout.cancel()`
    expect(await logOf(body)).toEqual([
      'AssertionError: Timeout: 1 second is already started; to restart it, cancel it first',
      'gave undefined',
    ])
  })

  it('says how long it is, and what it throws', async () => {
    const body = `for (const exception of [null, false, 'text', new SomeError('mine'), SomeError])
        log(new Timeout(2000, exception).message)`
    expect(await logOf(body)).toEqual([
      '2 seconds',
      '2 seconds (silent)',
      '2 seconds: text',
      '2 seconds: mine',
      '2 seconds: SomeError',
    ])
  })

  it('that is there already can be started, unless it is', async () => {
    const body = `const timeout = new Timeout(10)
      log(Timeout.startNew(timeout) === timeout, timeout.pending, Timeout.startNew(timeout) === timeout)
      attempt(() => sleep(50))`
    expect(await logOf(body)).toEqual(['true true true', 'Timeout: 0.01 seconds'])
  })

  it('throws what it is told to; false makes it silent', async () => {
    const body = `attempt(() => Timeout.run(10, () => sleep(50), new SomeError('mine')))
      attempt(() => Timeout.run(10, () => sleep(50), RangeError))
      attempt(() => Timeout.run(10, () => sleep(50), 'text'))
      attempt(() => Timeout.run(10, () => sleep(50), false))
      attempt(() => Timeout.run(50, () => { sleep(10); return 'in time' }))
      attempt(() => withTimeout(10, () => sleep(50)))
      attempt(() => withTimeout(10, () => { sleep(50); return '' }, 'instead'))
      log(elapsed())`
    expect(await logOf(body)).toEqual([
      'SomeError: mine',
      'RangeError: ',
      'Timeout: 0.01 seconds: text',
      'gave undefined',
      'gave in time',
      'Timeout: 0.01 seconds',
      'gave instead',
      '70',
    ])
  })

  it('within another is not taken for it', async () => {
    const body = `attempt(() => Timeout.run(10, () => Timeout.run(50, () => sleep(100), false)))
      attempt(() => Timeout.run(50, () => { Timeout.run(10, () => sleep(100), false); return 'goes on' }))`
    expect(await logOf(body)).toEqual(['Timeout: 0.01 seconds', 'gave goes on'])
  })
})
