/** A callback, as the loop keeps it until its turn comes. */
import { type Place, runAt } from 'context'
import * as os from 'os'

export type Callback = () => void

/** Runs the callback where it belongs; says so on the timeline. */
export function reporting(
  callback: Callback,
  place: Place,
  id: number,
  timeout = false,
): Callback {
  const action = () => {
    os.reportCallback('callback-run', place.request, id, timeout)
    callback()
  }
  return () => runAt(place, action)
}
