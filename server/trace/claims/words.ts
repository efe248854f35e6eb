/** How claims say numbers and quote texts. */

/** Longest quotation that a slide has room for, in characters. */
const QUOTED = 30

/** `1 query`, `8 queries`. */
export function count(number: number, noun: string, many = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : many}`
}

/** A text in quotes: its first line, cut where it's long. */
export function quoted(text: string): string {
  const [line = ''] = text.split('\n', 1)
  return `“${line.length > QUOTED ? `${line.slice(0, QUOTED - 1)}…` : line}”`
}
