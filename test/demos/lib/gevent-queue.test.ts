/** gevent's events, queues and pools by gevent 22.10.2: cases of its own tests. Seconds are ms here. */
import { describe, expect, it } from 'vitest'
import { logOf } from './gevent-programs.ts'

describe('an event', () => {
  it('tells who waited at set, though it is cleared at once; later ones wait', async () => {
    const body = `const e = new Event()
      const g = spawn(() => log('waited', e.wait()))
      sleep(0)
      e.set()
      e.clear()
      g.join()
      log(e.isSet(), e.wait(10), elapsed())
      e.set()
      log(e.wait(10), elapsed())`
    expect(await logOf(body)).toEqual(['waited true', 'false false 10', 'true 10'])
  })

  it('lets who comes while others are told go last, in the same turn', async () => {
    const body = `const e = new Event()
      const results: number[] = []
      const waits = (n: number) => { e.wait(); results.push(n) }
      spawn(waits, 1)
      spawn(waits, 2)
      sleep(0)
      log(e.linkcount())
      e.set()
      waits(3)
      log(results)`
    expect(await logOf(body)).toEqual(['2', '[1,2,3]'])
  })

  it('with a result keeps value or error, and can take over a greenlet', async () => {
    const body = `quiet()
      const value = new AsyncResult()
      log(value.ready(), value.value, value.wait(10))
      attempt(() => value.get(false))
      attempt(() => value.get(true, 10))
      value.set(7)
      log(value.get(), value.getNowait(), value.wait(), value.successful())
      const error = new AsyncResult()
      error.setException(new SomeError('kept'))
      attempt(() => error.get())
      log(error.wait(), error.ready(), error.successful())
      const linked = new AsyncResult()
      spawn(() => 'from a greenlet').link((g) => linked.setFrom(g))
      log(linked.get())
      linked.setException(new SomeError('too late'))
      log(linked.get(), linked.successful(), (linked.exception as Error).message)`
    expect(await logOf(body)).toEqual([
      'false null null',
      'Timeout: ',
      'Timeout: 0.01 seconds',
      '7 7 7 true',
      'SomeError: kept',
      'null true false',
      'from a greenlet',
      'from a greenlet true too late',
    ])
  })
})

describe('a queue', () => {
  it('hands over in order, and makes who puts too much wait', async () => {
    const body = `const q = new Queue<number>(2)
      const putter = spawn(() => { for (const n of [1, 2, 3, 4]) { q.put(n); log('put', n) } })
      sleep(0)
      log(q.qsize(), q.full())
      log(q.get(), q.get(), q.get(), q.get())
      putter.join()
      log(q.empty())`
    expect(await logOf(body)).toEqual(['put 1', 'put 2', '2 true', 'put 3', 'put 4', '1 2 3 4', 'true'])
  })

  it('says Full and Empty at once, or after a while', async () => {
    const body = `const q = new Queue<string>(1)
      attempt(() => q.getNowait())
      attempt(() => q.get(true, 10))
      q.put('x')
      attempt(() => q.putNowait('y'))
      attempt(() => q.put('y', true, 10))
      log(q.peek(), q.qsize(), elapsed())`
    expect(await logOf(body)).toEqual(['Empty: ', 'Empty: ', 'Full: ', 'Full: ', 'x 1 20'])
  })

  it('wakes all who wait, and does not lose what one who died would have got', async () => {
    const body = `const q = new Queue<string>()
      const takes = (name: string) => spawn(() => log(name, q.get()))
      const dies = takes('dies')
      const lives = takes('lives')
      takes('lives too')
      sleep(0)
      dies.kill()
      q.put('a')
      q.put('b')
      lives.join()
      sleep(0)`
    expect(await logOf(body)).toEqual(['lives a', 'lives too b'])
  })

  it('can be used by the hub, which cannot wait', async () => {
    const body = `const q = new Queue<number>(1)
      const putter = spawn(() => { q.put(1); q.put(2) })
      sleep(0)
      getHub().loop.runCallback(() => { log(q.getNowait(), q.getNowait()); attempt(() => q.getNowait()); attempt(() => q.get()) })
      putter.join()
      sleep(0)`
    expect(await logOf(body)).toEqual(['1 2', 'Empty: ', 'Empty: '])
  })
})

describe('a pool', () => {
  it('makes who spawns too many wait', async () => {
    const body = `const p = new Pool(2)
      const r: number[] = []
      const first = p.spawn((n: number) => r.push(n), 1)
      log(p.freeCount())
      first.get()
      sleep(0)
      log(p.freeCount(), r)
      p.spawn((n: number) => r.push(n), 2)
      p.spawn((n: number) => r.push(n), 3)
      log(p.freeCount(), p.full(), r)
      p.spawn((n: number) => r.push(n), 4)
      sleep(10)
      log(r, p.size)`
    expect(await logOf(body)).toEqual(['1', '2 [1]', '0 true [1]', '[1,2,3,4] 0'])
  })

  it('has no room while it is full, for so long as one wants to wait', async () => {
    const body = `const p = new Pool(1)
      const first = spawn(sleep, 1000)
      const second = spawn(sleep, 1000)
      p.add(first)
      log(p.freeCount(), p.size)
      attempt(() => Timeout.run(10, () => p.add(second)))
      attempt(() => p.add(second, false))
      attempt(() => p.add(second, true, 10))
      log(p.freeCount(), p.size)
      first.kill()
      log(p.waitAvailable(), p.size)
      attempt(() => new Pool(-1))`
    expect(await logOf(body)).toEqual([
      '0 1',
      'Timeout: 0.01 seconds',
      'PoolFull: ',
      'PoolFull: ',
      '0 1',
      '1 0',
      'ValueError: size must not be negative: -1',
    ])
  })

  it('maps, applies, joins and kills', async () => {
    const body = `quiet()
      const p = new Pool(3)
      log(p.map((n: number) => { sleep(10 * (4 - n)); return n * n }, [1, 2, 3]), elapsed())
      log(p.apply((a: string) => ['foo', a], ['bar']))
      attempt(() => p.map(fail, [1]))
      const group = new Group()
      for (const ms of [10, 20]) group.spawn(sleep, ms)
      log(group.join(15), group.size, group.join(), group.size)
      group.spawn(sleep, 1000)
      group.kill()
      log(group.size, group.join())
      group.spawn(fail)
      attempt(() => group.join(null, true))`
    expect(await logOf(body)).toEqual([
      '[1,4,9] 30',
      '["foo","bar"]',
      'SomeError: bug',
      'false 1 true 0',
      '0 true',
      'SomeError: bug',
    ])
  })

  it('maps in a greenlet of its own, which fails too', async () => {
    const body = `attempt(() => new Pool(2).map(fail, [1]))`
    const lines = (await logOf(body)).filter((line) => line.endsWith(' failed with SomeError'))
    expect(lines).toHaveLength(2)
  })

  it('has the function applied by the greenlet that asks if that is one of its own', async () => {
    const body = `const p = new Pool(1)
      log(p.apply(() => p.apply((a: number) => a + 1, [41])))`
    expect(await logOf(body)).toEqual(['42'])
  })

  it('kills for so long at most, and says nothing if that is too short', async () => {
    const body = `const p = new Pool(1)
      p.spawn(() => { try { sleep(100) } catch { sleep(50) } })
      sleep(0)
      p.kill(undefined, true, 10)
      log(p.size, elapsed())
      p.join()
      log(p.size, elapsed())`
    expect(await logOf(body)).toEqual(['1 10', '0 50'])
  })
})
