/** The scenarios recorded from gevent 22.10.2. Seconds are ms here. */
import { Greenlet, GreenletExit, getcurrent, getHub, joinall, monkey, sleep, spawn, Timeout } from 'gevent'
import { AsyncResult, Event } from 'gevent-event'
import { Pool } from 'gevent-pool'
import { Socket } from 'socket'
import { time } from 'time'
import { KeyError, log, repr, ValueError } from './prelude.ts'

monkey.patchSocket()

const nameOf = (value: unknown): string => (value as Error).name
const bool = (value: boolean): string => (value ? 'True' : 'False')

const say = (error: unknown) => log(`${nameOf(error)}: ${(error as Error).message}`)

const spawnIsDeferred = () => {
  const g = spawn(() => log('child'))
  log(`spawned, started=${bool(g.started)}`)
  log('before yield')
  sleep(0)
  log(`after yield dead=${bool(g.dead)}`)
}

const spawnOrder = () => {
  const w = (n: string) => {
    log(`${n}A`)
    sleep(0)
    log(`${n}B`)
  }
  joinall([0, 1, 2].map((i) => spawn(w, String(i))))
}

const parentIsHub = () => {
  const g = spawn(() => log(`parent is hub: ${bool(getcurrent().parent === getHub())}`))
  g.join()
  log(`hub.parent is main: ${bool(getHub().parent === getcurrent())}`)
}

const killIsSynchronous = () => {
  const g = spawn(() => {
    try {
      sleep(10_000)
    } catch (error) {
      if (error instanceof GreenletExit) log('GreenletExit in child')
      throw error
    } finally {
      log('finally')
    }
  })
  sleep(0)
  g.kill()
  const state = `dead=${bool(g.dead)} successful=${bool(g.successful())}`
  log(`after kill: ${state} value=${nameOf(g.value)}`)
}

const killBeforeStart = () => {
  const g = spawn(() => log('ran?'))
  g.kill()
  log(`dead=${bool(g.dead)} value=${nameOf(g.value)}`)
}

const killWithException = () => {
  const g = spawn(sleep, 10_000)
  sleep(0)
  g.kill(new ValueError('v'))
  log(`exception=${repr(g.exception)}`)
}

const blockingCallInHubCallback = () => {
  const done = new Event()
  getHub().loop.runCallback(() => {
    try {
      sleep(10)
    } catch (error) {
      say(error)
    }
    done.set()
  })
  done.wait()
}

const spinFor = (ms: number) => {
  const start = time.time()
  while (time.time() - start < ms);
}

const cooperativeNotPreemptive = () => {
  const start = time.time()
  const a = spawn(() => {
    spinFor(50)
    log('spin done')
  })
  const b = spawn(() => log(`other ran after ${time.time() - start > 49 ? '>=50ms' : '<50ms'}`))
  joinall([a, b])
}

const sleepInterleaves = () => {
  const start = time.time()
  joinall(Array.from({ length: 100 }, () => Greenlet.spawn(sleep, 50)))
  log(`100 x sleep(0.05) took ${time.time() - start < 150 ? '<150ms' : 'long'}`)
}

const timeoutCannotFire = () => {
  try {
    Timeout.run(20, () => {
      spinFor(60)
      log('busy loop not interrupted')
    })
  } catch {
    log('interrupted?')
  }
}

const eventWakesAll = () => {
  const e = new Event()
  const wait = (i: number) => {
    e.wait()
    log(i)
  }
  const gs = [0, 1, 2].map((i) => spawn(wait, i))
  sleep(0)
  e.set()
  log('set() returned first')
  joinall(gs)
}

const asyncresultException = () => {
  const r = new AsyncResult()
  spawn(() => r.setException(new KeyError('k')))
  try {
    r.get()
  } catch (error) {
    log(`get raises ${repr(error)}`)
  }
}

const twoGreenletsRecv = () => {
  const [a, b] = Socket.pair()
  const r = (n: string) => {
    try {
      log(`${n} got b${repr(a.recv(10))}`)
    } catch (error) {
      log(`${n} ${nameOf(error)}`)
    }
  }
  const gs = [spawn(r, 'first'), spawn(r, 'second')]
  sleep(10)
  b.send('x')
  joinall(gs, { timeout: 1000 })
}

const closeWhileOtherRecv = () => {
  const [a] = Socket.pair()
  const g = spawn(() => {
    try {
      a.recv(1)
    } catch (error) {
      log(`${nameOf(error)} ${(error as Error).message}`)
    }
  })
  sleep(0)
  a.close()
  g.join(1000)
}

const socketTimeout = () => {
  const [a] = Socket.pair()
  a.setTimeout(20)
  try {
    a.recv(1)
  } catch (error) {
    say(error)
  }
}

const queueAndPool = () => {
  const p = new Pool(2)
  let active = 0
  let most = 0
  const w = () => {
    active += 1
    most = Math.max(most, active)
    sleep(5)
    active -= 1
  }
  p.map(w, [0, 1, 2, 3, 4, 5])
  log(`max concurrent ${most}`)
}

const joinallRaiseError = () => {
  const bad = () => {
    throw new ValueError('x')
  }
  try {
    joinall([spawn(sleep, 10), spawn(bad)], { raiseError: true })
  } catch (error) {
    log(`ValueError ${(error as Error).message}`)
  }
}

const linkOrder = () => {
  const g = spawn(() => log('body'))
  for (const i of [0, 1, 2]) g.link(() => log(`link${i}`))
  g.join()
  sleep(0)
}

const SCENARIOS: Record<string, () => void> = {
  spawn_is_deferred: spawnIsDeferred,
  spawn_order_fifo_and_sleep0: spawnOrder,
  parent_is_hub: parentIsHub,
  kill_is_synchronous: killIsSynchronous,
  kill_before_start: killBeforeStart,
  kill_with_exception: killWithException,
  blocking_call_in_hub_callback: blockingCallInHubCallback,
  cooperative_not_preemptive: cooperativeNotPreemptive,
  sleep_interleaves: sleepInterleaves,
  timeout_cannot_fire_in_cpu_loop: timeoutCannotFire,
  event_wakes_all_in_order: eventWakesAll,
  asyncresult_exception: asyncresultException,
  two_greenlets_recv_same_socket: twoGreenletsRecv,
  close_while_other_greenlet_recv: closeWhileOtherRecv,
  socket_timeout: socketTimeout,
  queue_and_pool: queueAndPool,
  joinall_raise_error: joinallRaiseError,
  link_order: linkOrder,
}

/** Runs it as the recording program did: what the hub printed comes last, its first line that tells. */
export function scenario(name: string): void {
  let printed = ''
  getHub().exceptionStream = {
    write: (text) => {
      printed += text
    },
  }
  try {
    SCENARIOS[name]!()
  } catch (error) {
    log(`raised to main: ${nameOf(error)}: ${(error as Error).message.slice(0, 60)}`)
  }
  const telling = printed.split('\n').find((line) => /Error|failed/.test(line))
  if (telling) log(`hub stderr: ${telling.slice(0, 60)}`)
}
