/** Monaco's TypeScript worker, with types for the questions that windows ask it. */
import { monaco, typescript } from './monaco.ts'

/** A run of text as TypeScript describes things. */
export interface DisplayPart {
  text: string
}

/** One thing that could be typed here. */
export interface CompletionEntry {
  name: string
  kind: string
  sortText: string
}

/** What a name means. */
export interface QuickInfo {
  textSpan: { start: number; length: number }
  displayParts?: DisplayPart[]
  documentation?: DisplayPart[]
}

/** Calls that could be meant, and which argument is being typed. */
export interface SignatureHelp {
  items: {
    prefixDisplayParts: DisplayPart[]
    separatorDisplayParts: DisplayPart[]
    suffixDisplayParts: DisplayPart[]
    parameters: { displayParts: DisplayPart[]; documentation: DisplayPart[] }[]
    documentation: DisplayPart[]
  }[]
  selectedItemIndex: number
  argumentIndex: number
}

/** A complaint; a long one comes as a chain whose head says it. */
export interface Diagnostic {
  start?: number | undefined
  length?: number | undefined
  messageText: string | { messageText: string }
}

/** The worker, as far as we use it; positions are offsets into the whole program. */
export interface LanguageService {
  getSyntacticDiagnostics(file: string): Promise<Diagnostic[]>
  getSemanticDiagnostics(file: string): Promise<Diagnostic[]>
  getCompletionsAtPosition(file: string, offset: number): Promise<{ entries: CompletionEntry[] } | undefined>
  getCompletionEntryDetails(file: string, offset: number, name: string): Promise<QuickInfo | undefined>
  getQuickInfoAtPosition(file: string, offset: number): Promise<QuickInfo | undefined>
  getSignatureHelpItems(file: string, offset: number, options: object): Promise<SignatureHelp | undefined>
}

/** The language service, up to date for one program. */
export async function languageService(uri: string): Promise<LanguageService> {
  const worker = await typescript.getTypeScriptWorker()
  return worker(monaco.Uri.parse(uri))
}

/** Parts as plain text. */
export function plain(parts: readonly DisplayPart[] = []): string {
  return parts.map((part) => part.text).join('')
}
