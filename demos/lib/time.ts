/** Python's time module, as far as it's needed. */
import * as os from 'os'

/**
 * `time.sleep` waits, and `time.time` says how old the run is; both in ms.
 * An object, so that gevent can swap `sleep` for its own.
 */
export const time = {
  sleep(ms: number): void {
    os.sleep(ms)
  },
  time: os.now,
}
