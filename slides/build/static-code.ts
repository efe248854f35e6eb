/**
 * Code as it stands on a slide before anybody touches it: highlighted at build, so that it can be read
 * before a single script has run.
 */
import { createHighlighter } from 'shiki'
import { codeTheme } from '../editor/code-theme.ts'
import { tidyHighlighted } from '../editor/highlighted.ts'
import { splitRegion } from '../editor/region.ts'

/** Makes the function that turns the shown part of a program into highlighted HTML. */
export async function staticCode(): Promise<(program: string) => string> {
  const highlighter = await createHighlighter({ themes: [codeTheme], langs: ['typescript'] })
  return (program) => {
    const { shown } = splitRegion(program.trimEnd())
    return tidyHighlighted(highlighter.codeToHtml(shown, { lang: 'typescript', theme: codeTheme.name }))
  }
}
