/**
 * TypeScript's complaints about a program, as marks in its window. Monaco checks only models that an editor
 * shows, and the whole program behind a window isn't one, so we ask.
 */
import type { Diagnostic, LanguageService } from './language-service.ts'
import { monaco } from './monaco.ts'
import { ask } from './question.ts'
import type { WindowModel } from './window-model.ts'

/** How long somebody must stop typing to be corrected, ms. */
const PATIENCE_MS = 400

/** Keeps a window's marks up to date; the result ends that. */
export function diagnose(window: WindowModel): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  const check = async () => {
    const version = window.shown.getVersionId()
    const found = await ask(window, complaints)
    if (ended || !found || version !== window.shown.getVersionId()) return
    monaco.editor.setModelMarkers(
      window.shown,
      'typescript',
      found.flatMap((one) => marker(window, one)),
    )
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void check(), PATIENCE_MS)
  }
  const listening = window.shown.onDidChangeContent(later)
  later()
  return () => {
    ended = true
    clearTimeout(timer)
    listening.dispose()
  }
}

async function complaints(service: LanguageService, uri: string): Promise<Diagnostic[]> {
  const found = await Promise.all([service.getSyntacticDiagnostics(uri), service.getSemanticDiagnostics(uri)])
  return found.flat()
}

/** One mark, or none for what lies outside the window. */
function marker(window: WindowModel, { start = 0, length = 0, messageText }: Diagnostic) {
  if (!window.holds(start, length)) return []
  const message = typeof messageText === 'string' ? messageText : messageText.messageText
  return [{ ...window.rangeAt(start, length), message, severity: monaco.MarkerSeverity.Error }]
}
