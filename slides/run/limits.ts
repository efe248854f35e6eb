/** How far the dials of a demo go, and why not further. */
import type { RuntimeName, Style } from '../../server/run.ts'

/** An upper bound on clients; `reason` is there if it's lower than elsewhere. */
export interface ClientLimit {
  most: number
  reason?: string
}

/** Longest latency on the dial, ms. */
export const LATENCY_MOST = 2000

/** A thread on the demo server is one of the operating system's, and costs about 10 MiB. */
export function clientLimit(style: Style, runtime: RuntimeName): ClientLimit {
  if (style !== 'threads' || runtime !== 'node') return { most: 64 }
  return {
    most: 16,
    reason: 'Up to 16 here: on the demo server every client gets a real thread of about 10 MiB.',
  }
}
