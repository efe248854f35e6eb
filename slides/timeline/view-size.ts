/** What a picture of some size has room for. */
import type { LaneKind } from '../../server/kernel/events.ts'
import type { LayoutOptions } from '../../server/trace/layout.ts'

/** Narrower than this is a phone: its picture shows who waits and whether anybody works, no more. */
const PHONE = 480
const SMALL = 800
/** As high as a row gets where there are few, units. */
const HIGHEST_ROW = 34
const PHONE_LANES: readonly LaneKind[] = ['client', 'cpu']

/** Layout options for a picture of so many units; a unit is 1 px on a 1280 px wide stage. `lanes`: default all. */
export function viewOptions(width: number, height: number, lanes?: readonly LaneKind[]): LayoutOptions {
  const size = { width, height, rowHeight: HIGHEST_ROW }
  if (width < PHONE) return { ...size, labelWidth: 94, lanes: PHONE_LANES }
  const shown = lanes ? { lanes } : {}
  return { ...size, ...shown, labelWidth: width < SMALL ? 128 : 170 }
}
