/** A claim and what decides it. */
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Claim } from '../../server/trace/claim.ts'

export interface Case {
  claim: Claim
  keeps: TraceEvent[][]
  breaks: TraceEvent[]
  /** What the claim says of the run that breaks it. */
  seen: string
}
