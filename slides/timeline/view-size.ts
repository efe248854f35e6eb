/** What a picture of some size has room for. */
import type { LayoutOptions } from '../../server/trace/layout.ts'

/** Narrower than this is a phone: its picture shows who waits and whether anybody works, no more. */
const PHONE = 480
const SMALL = 800

/** Layout options for a picture of so many units; a unit is 1 px on a 1280 px wide stage. */
export function viewOptions(width: number, height: number): LayoutOptions {
  const size = { width, height }
  if (width < PHONE) return { ...size, labelWidth: 84, lanes: ['client', 'cpu'] }
  return { ...size, labelWidth: width < SMALL ? 126 : 160 }
}
