/** The guest memory that each waiting request of find-team costs, by style. */
import { STYLES } from '../../../run.ts'
import { statistics } from '../../../trace/statistics.ts'
import type { Figure } from './figures.ts'
import { assertEnded, type Rig, requestFor, traceOf } from './rig.ts'

const CLIENTS = 64
const LATENCY = 200

export async function waitingMemory({ runner }: Rig): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const style of STYLES) {
    // A blocking server has one request under way, and threads have machines of their own.
    if (style === 'blocked' || style === 'threads') continue
    const events = await traceOf(runner, requestFor(style, { clients: CLIENTS, latency: LATENCY }))
    assertEnded(events, 'answered')
    const { bytes_per_waiting_request: bytes } = statistics(events)
    figures.push({ what: style, unit: 'bytes', values: [bytes] })
  }
  return figures
}
