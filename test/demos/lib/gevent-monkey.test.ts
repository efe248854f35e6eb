/** gevent's patched sockets, threads and locks by gevent 22.10.2: cases of its own tests. Seconds are ms here. */
import { describe, expect, it } from 'vitest'
import { logOf } from './gevent-programs.ts'

describe('patched sockets', () => {
  const PAIR = `monkey.patchSocket()
      const [a, b] = Socket.pair()
`

  it('send and receive at once, more than fits into the kernel', async () => {
    const body = `${PAIR}
      const much = 'x'.repeat(1_000_000)
      const sender = spawn(() => { a.sendall(much); a.close() })
      let length = 0
      for (let data = b.recv(65536); data; data = b.recv(65536)) length += data.length
      sender.join()
      log(length)`
    expect(await logOf(body)).toEqual(['1000000'])
  })

  it('are read and written by two greenlets at the same time', async () => {
    const body = `${PAIR}
      const reader = spawn(() => log('got', a.recv(10)))
      sleep(0)
      a.sendall('to b')
      log('b got', b.recv(10))
      b.sendall('to a')
      reader.join()`
    expect(await logOf(body)).toEqual(['b got to b', 'got to a'])
  })

  it('time out: recv, accept, and sendall as a whole', async () => {
    const body = `${PAIR}
      a.setTimeout(10)
      attempt(() => a.recv(1))
      attempt(() => a.sendall('x'.repeat(10_000_000)))
      const server = Socket.listen(9000)
      server.accept()
      server.setTimeout(10)
      attempt(() => server.accept())
      a.setBlocking(false)
      attempt(() => a.recv(1))`
    const timedOut = 'TimeoutError: timed out'
    const lines = await logOf(body)
    expect(lines.slice(0, 3)).toEqual([timedOut, timedOut, timedOut])
    expect(lines[3]).toMatch(/^BlockingIOError: /)
  })

  it('connect, or say why not', async () => {
    const body = `monkey.patchSocket()
      const server = Socket.listen(9000)
      server.accept()
      spawn(() => { const one = server.accept(); one.sendall('hello'); one.close() })
      const client = Socket.connect('localhost', 9000)
      log(client.recv(10), client.recv(10))
      attempt(() => Socket.connect('localhost', 9001))`
    const lines = await logOf(body)
    expect(lines[0]).toBe('hello ')
    expect(lines[1]).toMatch(/Error: connect: ECONNREFUSED$/)
  })

  it('closed by another greenlet end the waiting, and their numbers can come again', async () => {
    const body = `${PAIR}
      const { fd } = a
      const waits = spawn(() => attempt(() => a.recv(1)))
      sleep(0)
      a.close()
      a.close()
      log(a.fd)
      attempt(() => a.recv(1))
      waits.join()
      b.close()
      const [c, d] = Socket.pair()
      log([c.fd, d.fd].includes(fd))
      const again = spawn(() => log(c.recv(1), d.recv(1)))
      sleep(0)
      d.sendall('x')
      c.sendall('y')
      again.join()`
    const lines = await logOf(body)
    expect(lines).toContain('cancel_wait_ex: [Errno 9] File descriptor was closed in another greenlet')
    expect([lines[0], ...lines.slice(3)]).toEqual(['-1', 'true', 'x y'])
  })

  it('tell two who wait for the same thing that one is too many', async () => {
    const body = `${PAIR}
      const first = spawn(() => log('first', a.recv(1)))
      sleep(0)
      attempt(() => a.recv(1))
      b.sendall('x')
      first.join()`
    const lines = await logOf(body)
    expect(lines[0]).toMatch(/^ConcurrentObjectUseError: This socket is already used by another greenlet: /)
    expect(lines[1]).toBe('first x')
  })
})

describe('patched threads', () => {
  const before = `import { Condition, Lock, Semaphore } from 'lock'
import { Local } from 'local'
import { Queue as ThreadQueue } from 'queue'
import { Thread } from 'thread'
monkey.patchAll()
`

  it('are greenlets: any function will do, and they share what they like', async () => {
    const body = `const seen: string[] = []
      const threads = ['a', 'b'].map((name) => new Thread(() => { time.sleep(10); seen.push(name) }))
      for (const thread of threads) thread.start()
      log(threads[0]!.isAlive(), elapsed())
      for (const thread of threads) thread.join()
      log(seen, threads[0]!.isAlive(), elapsed())
      attempt(() => threads[0]!.start())
      attempt(() => new Thread(fail).join())`
    expect(await logOf(body, before)).toEqual([
      'true 0',
      '["a","b"] false 10',
      'RuntimeError: threads can only be started once',
      'RuntimeError: cannot join thread before it is started',
    ])
  })

  it('begin before start comes back, and run until they wait', async () => {
    const body = `for (const name of ['a', 'b']) new Thread(() => { log(name); time.sleep(10); log(name, 'over') }).start()
      log('started')
      time.sleep(20)`
    expect(await logOf(body, before)).toEqual(['a', 'b', 'started', 'a over', 'b over'])
  })

  it('wait for locks and semaphores in turn', async () => {
    const body = `const lock = new Lock()
      const order: string[] = []
      const work = (name: string) => lock.hold(() => { order.push(name); sleep(10) })
      const threads = ['a', 'b', 'c'].map((name) => new Thread(work, name))
      for (const thread of threads) thread.start()
      sleep(5)
      log(lock.locked(), lock.acquire(0), lock.acquire(10))
      for (const thread of threads) thread.join()
      log(order, lock.locked(), elapsed())
      attempt(() => lock.release())
      const two = new Semaphore(2)
      log(two.acquire(), two.acquire(), two.acquire(10))`
    expect(await logOf(body, before)).toEqual([
      'true false false',
      '["a","b","c"] false 30',
      'RuntimeError: Semaphore released too many times',
      'true true false',
    ])
  })

  it('wait for conditions and queues, and have values of their own', async () => {
    const body = `const ready = new Condition(new Lock())
      const plates = new ThreadQueue<string>()
      const local = new Local<string>()
      local.set('name', 'main')
      new Thread(() => {
        log(local.get('name') ?? 'nothing yet')
        plates.put('soup')
        ready.lock.hold(() => ready.notify())
      }).start()
      ready.lock.acquire()
      while (plates.empty()) ready.wait()
      log(ready.wait(10), elapsed())
      ready.lock.release()
      log(plates.get(), local.get('name'))
      attempt(() => ready.wait())
      attempt(() => plates.getNowait())`
    expect(await logOf(body, before)).toEqual([
      'nothing yet',
      'false 10',
      'soup main',
      'RuntimeError: cannot wait on un-acquired lock',
      'Empty: ',
    ])
  })
})
