/** Questions about the program behind a window. Answers take their time, and people go on to other programs. */
import { type LanguageService, languageService } from './language-service.ts'
import type { WindowModel } from './window-model.ts'

/** The service's answer; undefined if the window was closed before it came. */
export async function ask<T>(
  { shown, uri }: WindowModel,
  question: (service: LanguageService, uri: string) => Promise<T>,
): Promise<T | undefined> {
  try {
    const service = await languageService(uri)
    if (shown.isDisposed()) return undefined
    const answer = await question(service, uri)
    return shown.isDisposed() ? undefined : answer
  } catch (cause) {
    // Of a closed window, the service no longer knows the program.
    if (shown.isDisposed()) return undefined
    throw cause
  }
}
