/** What the conformance suite leaves out, and why. */

/** Scenarios, as `system/name`, that JavaScript itself makes impossible. */
export const EXCLUDED: Readonly<Record<string, string>> = {}

/** Scenarios in which time plays a part: only virtual time repeats them exactly. */
export const NOT_ON_NODE: Readonly<Record<string, string>> = {}
