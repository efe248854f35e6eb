/**
 * The colours of code, for the highlighter at build and for the editor alike, so that text doesn't change
 * when a slide's code comes alive. Every colour has at least 7:1 on the background, comments 4.5:1.
 */

/** Operators, brackets, commas: there, but quiet. */
export const PUNCTUATION = '#AEB8C6'

/** A TextMate theme: few colours, so that the shape of a program stands out at a distance. */
export const codeTheme = {
  name: 'meanwhile',
  type: 'dark' as const,
  colors: {
    'editor.background': '#12161C',
    'editor.foreground': '#E6EAF0',
  },
  settings: [
    { settings: { background: '#12161C', foreground: '#E6EAF0' } },
    { scope: ['comment', 'punctuation.definition.comment'], settings: { foreground: '#8D98A8' } },
    {
      scope: [
        'keyword',
        'storage.type',
        'storage.modifier',
        'keyword.operator.new',
        'keyword.control',
        'keyword.operator.expression',
      ],
      settings: { foreground: '#B7A6FF' },
    },
    { scope: ['keyword.operator', 'storage.type.function.arrow'], settings: { foreground: PUNCTUATION } },
    { scope: ['string', 'punctuation.definition.string'], settings: { foreground: '#8FD9A8' } },
    {
      scope: ['constant.numeric', 'constant.language', 'variable.language'],
      settings: { foreground: '#F2A98B' },
    },
    { scope: ['entity.name.function', 'support.function'], settings: { foreground: '#7CC7FF' } },
    {
      scope: ['entity.name.type', 'support.type', 'support.class', 'entity.name.class'],
      settings: { foreground: '#6FD6D0' },
    },
    { scope: ['punctuation', 'meta.brace'], settings: { foreground: PUNCTUATION } },
  ],
}
