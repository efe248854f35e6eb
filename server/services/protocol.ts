/** What a service has to be: something that understands bytes as calls, and answers each of them. */

/** What somebody asks of a service. */
export interface Call {
  /** For people: `GET /slow`, `get greeting`. */
  label: string
  /** It's answered at once, whatever is dialled. */
  setup?: true
  /** Does what was asked. It's called when the time of service is over. */
  answer(): Answer
}

/** What a service says to a call. */
export interface Answer {
  /** A byte string; empty if there's nothing to say. */
  bytes: string
  /** For people: ` → 200`; stands behind the call's label. */
  result?: string
  /** The service hangs up. */
  last?: true
}

/** One connection as the service sees it: the calls that are complete with these bytes (a byte string), in order. */
export interface Protocol {
  receive(bytes: string): Call[]
}

/** A service at an address of the kernel's network. */
export interface Service {
  host: string
  port: number
  /** Takes one more connection. */
  open(): Protocol
}
