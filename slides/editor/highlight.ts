/** The highlighter in the page: for drafts in static code, and for the editor's colours. Loaded late. */
import { createHighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import typescript from 'shiki/langs/typescript.mjs'
import { codeTheme } from './code-theme.ts'
import { tidyHighlighted } from './highlighted.ts'

/** One highlighter for the page, with TypeScript and our theme. */
export const highlighter = await createHighlighterCore({
  themes: [codeTheme],
  langs: [typescript],
  engine: createJavaScriptRegexEngine(),
})

/** Highlighted HTML of some code, in the form that the build makes. */
export function highlight(code: string): string {
  return tidyHighlighted(highlighter.codeToHtml(code, { lang: 'typescript', theme: codeTheme.name }))
}
