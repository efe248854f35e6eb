/** How far the settings of a demo go, and why not further. */
import type { RuntimeName, Style } from '../../server/run.ts'

/** An upper bound on clients; if it's lower than elsewhere, why: in a few words beside the dial, and in full. */
export interface ClientLimit {
  most: number
  note?: string
  reason?: string
}

/** Longest latency on the dial, ms. */
export const LATENCY_MOST = 2000

/** A thread on the demo server is one of the operating system's, and costs about 10 MiB. */
export function clientLimit(style: Style, runtime: RuntimeName): ClientLimit {
  if (style !== 'threads' || runtime !== 'node') return { most: 64 }
  return {
    most: 16,
    note: '16 at most',
    reason: 'On the demo server every client gets a real thread, which costs about 10 MiB; so 16 at most.',
  }
}

/** Why a run can't stay open there; undefined if it can. */
export function openRefusal(runtime: RuntimeName | undefined): string | undefined {
  if (runtime === 'node') return undefined
  return 'Nobody can visit a server inside this tab, so every run ends with its last answer. Open runs need the demo server.'
}
