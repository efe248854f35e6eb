/**
 * All that may differ between a recording and what our library says, with the reason. Applied to each text of
 * both sides before they are compared; nothing here deletes a field.
 */

export interface Substitution {
  pattern: RegExp
  replacement: string
  reason: string
}

/** In the order in which they are applied. */
export const SUBSTITUTIONS: readonly Substitution[] = [
  {
    pattern: /\bfd \d+/g,
    replacement: 'fd N',
    reason: 'descriptor numbers are given by the system',
  },
  {
    pattern: /^(log:Exception in callback) \S[^|]*(?= \| )/,
    replacement: '$1',
    reason: 'the repr of a Python callable, cut by the recording program',
  },
]

/** A value with every text in it mapped. */
export function mapped(value: unknown): unknown {
  if (typeof value === 'string') return mappedText(value)
  if (Array.isArray(value)) return value.map(mapped)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner)]))
}

const mappedText = (text: string): string =>
  SUBSTITUTIONS.reduce((result, { pattern, replacement }) => result.replace(pattern, replacement), text)
