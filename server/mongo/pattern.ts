/** Regular expressions as MongoDB writes them (PCRE), translated to JavaScript's. */
import { CommandError } from './command-error.ts'

const INLINE_FLAGS = /^\(\?([imsx]+)\)/
const FREE_SPACING = /\\.|\[(?:\\.|[^\]])*\]|\s+|#.*$/gms

/** A test for strings. Flags are those of MongoDB: i, m, s, x. Throws a CommandError if the pattern is none. */
export function compilePattern(pattern: string, flags: string): (text: string) => boolean {
  const inline = INLINE_FLAGS.exec(pattern)
  const all = new Set(flags + (inline?.[1] ?? ''))
  const bare = pattern.slice(inline?.[0].length ?? 0)
  const regex = build(
    all.has('x') ? withoutSpaces(bare) : bare,
    [...all].filter((flag) => 'ims'.includes(flag)).join(''),
  )
  return (text) => regex.test(text)
}

function withoutSpaces(pattern: string): string {
  return pattern.replace(FREE_SPACING, (part) => (/^[\s#]/.test(part) ? '' : part))
}

/** PCRE counts code points, as the u flag does, but allows needless backslashes, which only plain patterns allow. */
function build(pattern: string, flags: string): RegExp {
  const source = pattern.replaceAll('\\A', '^').replace(/\\[zZ]/g, '$')
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    return buildPlain(source, flags)
  }
}

function buildPlain(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags)
  } catch {
    // The engine's own words differ from browser to browser, and a run must not.
    throw new CommandError(51091, `Regular expression is invalid: /${source}/`)
  }
}
