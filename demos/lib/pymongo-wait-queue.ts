/** Who waits for a connection waits for a byte: sockets know how. */
import { TimeoutError } from 'os-error'
import { Socket } from 'socket'

/**
 * Where those stand who wait for a turn, first come first served. Each
 * reads from a socket of its own, so that it waits as all else does that
 * uses sockets: with gevent's, other greenlets run meanwhile.
 */
export class SocketQueue {
  #waiting: Socket[] = []
  /** Turns that were given to somebody who didn't wait any more. */
  #spare = 0

  /** Waits for a turn, `timeout` ms at most; false if none came. */
  wait(timeout: number | undefined): boolean {
    if (this.#spare > 0) {
      this.#spare -= 1
      return true
    }
    const [mine, theirs] = Socket.pair()
    mine.setTimeout(timeout ?? null)
    this.#waiting.push(theirs)
    try {
      mine.recv(1)
      return true
    } catch (error) {
      const given = this.#leave(theirs)
      if (!(error instanceof TimeoutError)) {
        if (given && !this.wake()) this.#spare += 1
        throw error
      }
      return given
    } finally {
      mine.close()
      theirs.close()
    }
  }

  /** Gives the first one who waits a turn; false if nobody waits. */
  wake(): boolean {
    const first = this.#waiting.shift()
    first?.sendall('.')
    return first !== undefined
  }

  /** Stands in the line no more; true if a turn has come already. */
  #leave(socket: Socket): boolean {
    const before = this.#waiting.length
    this.#waiting = this.#waiting.filter((other) => other !== socket)
    return this.#waiting.length === before
  }
}
