/** What every answer of the demo server tells the browser: load nothing from elsewhere, run no inline script. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tokenizer } from 'acorn'
import { PROJECT } from '../../../build-cache.mjs'

const SPEAKER_VIEW = 'node_modules/reveal.js/dist/plugin/notes.mjs'

/** The headers of every answer. reveal.js writes the speaker view's one inline script itself, so that one is named by its hash. */
export async function securityHeaders(): Promise<Record<string, string>> {
  const source = await readFile(join(PROJECT, SPEAKER_VIEW), 'utf8')
  return {
    'Content-Security-Policy': contentSecurityPolicy(inlineScriptHashes(source)),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
  }
}

function contentSecurityPolicy(scripts: string[]): string {
  return [
    "default-src 'self'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...scripts].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** The inline scripts of the HTML pages that this module carries as string literals, as CSP sources (`'sha256-…'`). */
export function inlineScriptHashes(source: string): string[] {
  const strings = [...tokenizer(source, { ecmaVersion: 'latest', sourceType: 'module' })]
    .map((token) => ('value' in token ? token.value : undefined))
    .filter((value): value is string => typeof value === 'string' && value.includes('<html'))
  const scripts = strings.flatMap((html) =>
    [...html.matchAll(/<script>(.*?)<\/script>/gs)].map((match) => match[1] ?? ''),
  )
  return scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
}
