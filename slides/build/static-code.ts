/**
 * Code as it stands on a slide before anybody touches it: highlighted at build, so that it can be read
 * before a single script has run.
 */
import { createHighlighter } from 'shiki'
import { codeTheme } from '../editor/code-theme.ts'
import { splitRegion } from '../editor/region.ts'

/** Makes the function that turns the shown part of a program into highlighted HTML. */
export async function staticCode(): Promise<(program: string) => string> {
  const highlighter = await createHighlighter({ themes: [codeTheme], langs: ['typescript'] })
  return (program) => {
    const { shown, firstLine } = splitRegion(program.trimEnd())
    const html = highlighter.codeToHtml(shown, { lang: 'typescript', theme: codeTheme.name })
    return html
      .replace('<pre', `<pre data-first-line="${firstLine}"`)
      .replace(' tabindex="0"', '')
      .replace(/<\/span>\n<span class="line">/g, '</span><span class="line">')
  }
}
