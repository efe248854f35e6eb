/** Placeholder contract: the figures of one run, computed from its events alone. */
export interface Statistics {
  style: string
  runtime: string
  clients: number
  requests: number
  latency_ms: number
  seed: number
  ended: string
  /** Requests answered with status 200, and all others. */
  ok: number
  failed: number
  /** First request sent to last answer, ms. */
  makespan_ms: number
  p50_ms: number
  p95_ms: number
  /** Most database commands under way at once (handshakes not counted). */
  backend_overlap_max: number
  /** Threads that ran guest code. */
  threads: number
  greenlet_switches: number
  cpu_switches: number
  /** Longest time between two polls of an event loop, ms; 0 if nothing polls. */
  loop_blocked_max_ms: number
  /** Guest memory that each waiting request added, bytes; 0 if unknown. */
  bytes_per_waiting_request: number
  events: number
  dropped: number
}
