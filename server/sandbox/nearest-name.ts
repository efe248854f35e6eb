/** Finds the name that somebody meant who has mistyped it. */

/** Names that differ by more than this share of their length are different words. */
const ALIKE = 0.4

/** The most similar of the names, or undefined if none is similar. */
export function nearestName(typed: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let least = typed.length * ALIKE
  for (const name of names) {
    const distance = editDistance(typed, name)
    if (distance > least) continue
    nearest = name
    least = distance
  }
  return nearest
}

/** How many letters have to be put in, taken out or changed (Levenshtein's distance). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row.at(-1)!
}
