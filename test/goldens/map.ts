/**
 * All that may differ between a recording and what our library says, with the reason. Applied to each text of
 * both sides before they are compared; nothing here deletes a field.
 */

export interface Substitution {
  pattern: RegExp
  replacement: string
  reason: string
}

/** In the order in which they are applied. */
export const SUBSTITUTIONS: readonly Substitution[] = [
  {
    pattern: /\bfd \d+/g,
    replacement: 'fd N',
    reason: 'descriptor numbers are given by the system',
  },
  {
    pattern: /^(log:Exception in callback) \S[^|]*(?= \| )/,
    replacement: '$1',
    reason: 'the repr of a Python callable, cut by the recording program',
  },
  {
    pattern: /(?<=cannot convert value of type )(?:<class '\w+'>|\w+)(?= to bson)/,
    replacement: 'T',
    reason: 'how the languages show a class',
  },
  {
    pattern: /^(log:[^|]* \| .{60}).*$/,
    replacement: '$1',
    reason: 'the recording programs keep 60 to 90 characters of the repr of an error',
  },
  {
    pattern: /^(log:[^(|]*?) \([^|]*$/,
    replacement: '$1',
    reason: 'the recording program for web keeps of a log line what stands before a parenthesis',
  },
  {
    pattern: /(?<=^log:(?:Read|Write) error on )\d+: (?:\[Errno 104\] Connection reset by ?.*|ECONNRESET)$/,
    replacement: 'N: ECONNRESET',
    reason: 'descriptor numbers are given by the system; errors of system calls go by their code',
  },
  {
    pattern: /(?<=^log:Write error on )\d+: (?:\[Errno 32\] Broken pipe|EPIPE)$/,
    replacement: 'N: EPIPE',
    reason: 'descriptor numbers are given by the system; errors of system calls go by their code',
  },
  {
    pattern: /BrokenPipeError\((?:32, 'Broken pipe'|'send: EPIPE')\)/,
    replacement: 'BrokenPipeError(EPIPE)',
    reason: 'errors of system calls say which call failed, and go by their code',
  },
  {
    pattern: /ConnectionResetError\((?:104, 'Connection reset by peer'|'(?:recv|send): ECONNRESET')\)/,
    replacement: 'ConnectionResetError(ECONNRESET)',
    reason: 'errors of system calls say which call failed, and go by their code',
  },
  {
    pattern: /(?<=Expected any type of greenlet, not )NoneType$/,
    replacement: 'null',
    reason: 'how the languages call the type of nothing',
  },
  {
    pattern: /(?<=Expected any type of greenlet, not )int$/,
    replacement: 'number',
    reason: 'how the languages call the type of a number',
  },
  {
    pattern: /^(hub stderr: ) {4}def \w+\(\): raise (\w+)\('(.*)'\)$/,
    replacement: '$1$2: $3',
    reason: 'a traceback of Python shows lines of the source; the error itself follows them',
  },
  {
    pattern: /body='\{"a": 1\}' len=8$/,
    replacement: 'body=\'{"a":1}\' len=7',
    reason: 'json.dumps puts a blank after a colon, JSON.stringify does not',
  },
]

/** A value with every text in it mapped. */
export function mapped(value: unknown): unknown {
  if (typeof value === 'string') return mappedText(value)
  if (Array.isArray(value)) return value.map(mapped)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner)]))
}

const mappedText = (text: string): string =>
  SUBSTITUTIONS.reduce((result, { pattern, replacement }) => result.replace(pattern, replacement), text)
