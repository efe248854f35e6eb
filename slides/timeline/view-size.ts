/** What a picture of some size has room for. */
import type { LaneKind } from '../../server/kernel/events.ts'
import type { LayoutOptions } from '../../server/trace/layout.ts'

/** Narrower than this is a phone: its picture shows who waits and whether anybody works, no more. */
const PHONE = 480
const SMALL = 800
/** As high as a row gets where there are few, units. */
const HIGHEST_ROW = 34
const ON_A_PHONE = { lanes: ['client', 'cpu'] as readonly LaneKind[] }
/** Room for `thread 1` beside its heading, and for `greenlet 1`, units. */
const SHORT_NAMES = 128
const LONG_NAMES = 144

/** Layout options for a picture of so many units; a unit is 1 px on a 1280 px wide stage. `lanes`: default all. */
export function viewOptions(width: number, height: number, lanes?: readonly LaneKind[]): LayoutOptions {
  const size = { width, height, rowHeight: HIGHEST_ROW }
  const shown = lanes ? { lanes } : {}
  if (width < PHONE) return { ...size, ...shown, ...(hasClients(lanes) && ON_A_PHONE), labelWidth: 94 }
  if (width >= SMALL) return { ...size, ...shown, labelWidth: 170 }
  return { ...size, ...shown, labelWidth: lanes?.includes('greenlet') ? LONG_NAMES : SHORT_NAMES }
}

/** Without clients a picture is about what one program does: then a phone shows all of that. */
function hasClients(lanes: readonly LaneKind[] | undefined): boolean {
  return lanes?.includes('client') ?? true
}
