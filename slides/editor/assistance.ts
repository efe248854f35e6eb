/** Completion, hover and parameter hints in windows, answered from the whole program behind each. */
import type { languages } from 'monaco-editor/editor'
import { type CompletionEntry, plain, type SignatureHelp } from './language-service.ts'
import { monaco } from './monaco.ts'
import { ask } from './question.ts'
import { WINDOW_LANGUAGE, WindowModel } from './window-model.ts'

/** Registers all three. Once a page is enough. */
export function assist(): void {
  monaco.languages.registerCompletionItemProvider(WINDOW_LANGUAGE, {
    triggerCharacters: ['.'],
    provideCompletionItems: complete,
  })
  monaco.languages.registerHoverProvider(WINDOW_LANGUAGE, { provideHover: hover })
  monaco.languages.registerSignatureHelpProvider(WINDOW_LANGUAGE, {
    signatureHelpTriggerCharacters: ['(', ','],
    provideSignatureHelp: hint,
  })
}

const complete: languages.CompletionItemProvider['provideCompletionItems'] = async (model, position) => {
  const window = WindowModel.of(model)
  if (!window) return { suggestions: [] }
  const found = await ask(window, (service, uri) =>
    service.getCompletionsAtPosition(uri, window.offsetAt(position)),
  )
  if (!found) return { suggestions: [] }
  const word = model.getWordUntilPosition(position)
  const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn)
  // A program sees hundreds of globals, and one list has to do for the whole of a slide.
  const entries = found.entries.filter((entry) => entry.kind !== 'warning')
  return { suggestions: entries.map((entry) => suggestion(entry, range)) }
}

function suggestion(
  entry: CompletionEntry,
  range: languages.CompletionItem['range'],
): languages.CompletionItem {
  return {
    label: entry.name,
    insertText: entry.name,
    kind: kindOf(entry.kind),
    sortText: entry.sortText,
    range,
  }
}

function kindOf(kind: string): languages.CompletionItemKind {
  const kinds = monaco.languages.CompletionItemKind
  const known: Record<string, languages.CompletionItemKind> = {
    method: kinds.Method,
    function: kinds.Function,
    'local function': kinds.Function,
    property: kinds.Field,
    getter: kinds.Field,
    class: kinds.Class,
    interface: kinds.Interface,
    keyword: kinds.Keyword,
    module: kinds.Module,
    const: kinds.Constant,
  }
  return known[kind] ?? kinds.Variable
}

const hover: languages.HoverProvider['provideHover'] = async (model, position) => {
  const window = WindowModel.of(model)
  if (!window) return null
  const info = await ask(window, (service, uri) =>
    service.getQuickInfoAtPosition(uri, window.offsetAt(position)),
  )
  if (!info) return null
  const { start, length } = info.textSpan
  const code = `\`\`\`${WINDOW_LANGUAGE}\n${plain(info.displayParts)}\n\`\`\``
  return {
    range: window.rangeAt(start, length),
    contents: [{ value: code }, { value: plain(info.documentation) }],
  }
}

const hint: languages.SignatureHelpProvider['provideSignatureHelp'] = async (model, position) => {
  const window = WindowModel.of(model)
  if (!window) return null
  const help = await ask(window, (service, uri) =>
    service.getSignatureHelpItems(uri, window.offsetAt(position), {}),
  )
  return help ? { value: signatures(help), dispose: () => undefined } : null
}

function signatures(help: SignatureHelp): languages.SignatureHelp {
  return {
    activeSignature: help.selectedItemIndex,
    activeParameter: help.argumentIndex,
    signatures: help.items.map((item) => {
      const parameters = item.parameters.map((parameter) => plain(parameter.displayParts))
      const between = plain(item.separatorDisplayParts)
      return {
        label: plain(item.prefixDisplayParts) + parameters.join(between) + plain(item.suffixDisplayParts),
        documentation: plain(item.documentation),
        parameters: parameters.map((label) => ({ label })),
      }
    }),
  }
}
