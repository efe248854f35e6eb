/** A callback, as the loop keeps it until its turn comes. */
import { wrapAround } from 'context'
import * as os from 'os'

export type Callback = () => void

/** The callback in its context; says on the timeline when it runs. */
export function reporting(which: object, callback: Callback): Callback {
  return wrapAround(callback, () => {
    os.report('', { kind: 'callback-run', ...which })
    settling(callback)
  })
}

/** Calls, and runs the promise jobs that this leaves behind. */
export function settling(callback: Callback): void {
  try {
    callback()
  } finally {
    $jobs()
  }
}
