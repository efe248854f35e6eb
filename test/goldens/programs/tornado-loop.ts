/** The loop_ scenarios of goldens/programs/tornado-2.4.1.py.txt. */
import { IOLoop } from 'ioloop'
import { OSError } from 'os'
import { Socket } from 'socket'
import { attempt, log, ValueError } from './prelude.ts'

const { READ } = IOLoop

const scenarios: Record<string, (loop: IOLoop) => void> = {
  loop_order(loop) {
    const [a, b] = Socket.pair()
    b.send('x')
    const handler = () => {
      log('handler')
      a.recv(1)
      loop.addCallback(() => {
        log('cb from handler')
        loop.stop()
      })
    }
    loop.addHandler(a.fileno(), handler, READ)
    loop.addTimeout(0, () => {
      log('timeout')
      loop.addCallback(() => log('cb from timeout'))
    })
    loop.addCallback(() => {
      log('cb1')
      loop.addCallback(() => log('cb added by cb1'))
    })
    loop.addCallback(() => log('cb2'))
    loop.start()
  },

  loop_stop_finishes_iteration(loop) {
    loop.addCallback(() => {
      log('cb1 stop')
      loop.stop()
      loop.addCallback(() => log('queued for next start'))
    })
    loop.addCallback(() => log('cb2'))
    loop.addTimeout(0, () => log('due timeout'))
    loop.start()
    log('start returned')
    loop.addCallback(() => loop.stop())
    loop.start()
    log('second start returned')
  },

  loop_stop_before_start(loop) {
    loop.addCallback(() => log('never?'))
    loop.stop()
    loop.start()
    log('start returned')
    loop.addCallback(() => loop.stop())
    loop.start()
    log('second start returned')
  },

  loop_handler_exception(loop) {
    const [a, b] = Socket.pair()
    b.send('x')
    let calls = 0
    const handler = (fd: number) => {
      calls += 1
      log(`handler call ${calls}`)
      if (calls === 2) {
        loop.stop()
        loop.removeHandler(fd)
        return
      }
      throw new ValueError('bug')
    }
    loop.addHandler(a.fileno(), handler, READ)
    loop.start()
    log('level-triggered: called again after exception')
  },

  loop_handler_epipe_silent(loop) {
    const [a, b] = Socket.pair()
    b.send('x')
    const handler = (fd: number) => {
      loop.removeHandler(fd)
      loop.addCallback(() => loop.stop())
      throw new OSError('EPIPE', 'Broken pipe')
    }
    loop.addHandler(a.fileno(), handler, READ)
    loop.start()
    log('nothing logged for EPIPE')
  },

  loop_timeouts_by_deadline(loop) {
    loop.addTimeout(30, () => {
      log('t30')
      loop.stop()
    })
    loop.addTimeout(10, () => log('t10'))
    const cancelled = loop.addTimeout(20, () => log('t20 cancelled'))
    loop.removeTimeout(cancelled)
    loop.start()
  },

  loop_multiple_add_handler(loop) {
    const [a] = Socket.pair()
    loop.addHandler(a.fileno(), () => 0, READ)
    try {
      loop.addHandler(a.fileno(), () => 0, READ)
    } catch (error) {
      log((error as Error).name)
    }
  },
}

export function scenario(name: string): void {
  const loop = IOLoop.instance()
  loop.addTimeout(2000, () => {
    log('WATCHDOG')
    loop.stop()
  })
  attempt(() => scenarios[name]?.(loop))
}
