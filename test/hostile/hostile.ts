/** What a hostile program is. */
import type { Style } from '../../server/run.ts'

export interface Hostile {
  what: string
  source: string
  /** The end's reason and message; and its line, if there is one to tell. */
  reason: string
  message: string | RegExp
  line?: number
  /** By default callbacks. */
  style?: Style
}

/** A program whose `main` has these lines. */
export const main = (...lines: string[]): string => ['export function main() {', ...lines, '}'].join('\n')
