/** Monaco coloured by the highlighter that made the static code, so that nothing changes when code comes alive. */
import type { languages } from 'monaco-editor/editor'
import { INITIAL, type StateStack } from 'shiki/textmate'
import { codeTheme, PUNCTUATION } from './code-theme.ts'
import { highlighter } from './highlight.ts'
import { monaco } from './monaco.ts'
import { WINDOW_LANGUAGE } from './window-model.ts'

/** The editor theme made from ours. */
export const EDITOR_THEME = codeTheme.name

/** No limit: the first line compiles the grammar, and one cut short stays in the wrong colours. */
const NO_TIME_LIMIT = 0

/** Defines language, colours and theme. Once a page is enough. */
export function paint(): void {
  monaco.languages.register({ id: WINDOW_LANGUAGE })
  monaco.languages.setLanguageConfiguration(WINDOW_LANGUAGE, {
    comments: { lineComment: '//', blockComment: ['/*', '*/'] },
    brackets: [
      ['{', '}'],
      ['[', ']'],
      ['(', ')'],
    ],
    autoClosingPairs: ['{}', '[]', '()', "''", '""', '``'].map((pair) => ({
      open: pair.charAt(0),
      close: pair.charAt(1),
      notIn: ['string', 'comment'],
    })),
    indentationRules: { increaseIndentPattern: /[{([]\s*$/, decreaseIndentPattern: /^\s*[})\]]/ },
  })
  monaco.editor.defineTheme(EDITOR_THEME, {
    base: 'vs-dark',
    inherit: true,
    colors: {
      ...codeTheme.colors,
      'editorSuggestWidget.background': '#1c222b',
      'editorHoverWidget.background': '#1c222b',
      'editorCursor.foreground': '#75c2fe',
      'editorBracketMatch.background': '#2a323d',
      'editorBracketMatch.border': '#2a323d',
      ...bracketColours(),
    },
    rules: colours().map((colour) => ({ token: tokenOf(colour), foreground: colour.slice(1) })),
  })
  monaco.languages.setTokensProvider(WINDOW_LANGUAGE, {
    getInitialState: () => new LineState(INITIAL),
    tokenize,
  })
}

/** TextMate's state between lines, as Monaco wants to compare it. */
class LineState implements languages.IState {
  readonly stack: StateStack

  constructor(stack: StateStack) {
    this.stack = stack
  }

  clone(): LineState {
    return new LineState(this.stack)
  }

  equals(other: languages.IState): boolean {
    return other instanceof LineState && other.stack === this.stack
  }
}

function tokenize(line: string, state: languages.IState): languages.ILineTokens {
  const { stack } = state as LineState
  const { colorMap } = highlighter.setTheme(codeTheme.name)
  const grammar = highlighter.getLanguage('typescript')
  const found = grammar.tokenizeLine2(line, stack, NO_TIME_LIMIT)
  const tokens: languages.IToken[] = []
  for (let index = 0; index < found.tokens.length; index += 2) {
    const colour = colorMap[colourIndex(found.tokens[index + 1]!)] ?? ''
    tokens.push({ startIndex: found.tokens[index]!, scopes: tokenOf(colour) })
  }
  return { tokens, endState: new LineState(found.ruleStack) }
}

/** Where TextMate keeps the foreground in its packed attributes: nine bits from the fifteenth. */
function colourIndex(attributes: number): number {
  return (attributes >>> 15) & 0x1ff
}

/** Monaco colours pairs of brackets whatever its options say; here they all get the colour they have on a slide. */
function bracketColours(): Record<string, string> {
  return Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, PUNCTUATION]),
  )
}

function colours(): string[] {
  const used = codeTheme.settings.map((setting) => setting.settings.foreground)
  return [...new Set(used)]
}

function tokenOf(colour: string): string {
  return `c${colour.slice(1).toLowerCase()}`
}
