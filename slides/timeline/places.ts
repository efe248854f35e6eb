/**
 * Where a person was in each run. Elements come and go, and the run's record stays: a player that shows a
 * run again begins where the last one stopped.
 */

/** The playhead (µs) and the chosen request. */
export interface Place {
  t: number
  selected: number | undefined
}

const places = new WeakMap<object, Place>()

/** The place in a run, if it has been shown before. */
export function placeIn(run: object): Place | undefined {
  return places.get(run)
}

/** Keeps the place in a run. */
export function keepPlace(run: object, place: Place): void {
  places.set(run, place)
}
