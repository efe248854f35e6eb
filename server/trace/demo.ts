/** What a demo's folder says about itself beside its programs: how to run it, what it promises, how to mend it. */
import type { DatabaseDials } from '../kernel/events.ts'
import type { Claim } from './claim.ts'

/** A small patch that a button applies to one program, with what then becomes true. */
export interface Edit {
  /** Unique in the demo; used on the command line and in links. */
  name: string
  /** What the button says. */
  label: string
  /** The program it starts from. */
  style: string
  /** Each `find` occurs exactly once in the program. */
  replace: { find: string; with: string }[]
  /** Changes the demo's database: what is named here is dialled so, all else stays. */
  database?: DatabaseDials
  /** What the edited program promises instead. */
  claims: Claim[]
}

/** What the original logged and answered when it was run so: shown beside our own log. */
export interface Recorded {
  /** Which original, and its version: the name of a file of recordings, `tornado-2.4.1`. */
  system: string
  scenario: string
  /** Which of the demo's programs the recorded one is like; default all. */
  style?: string
  log: readonly unknown[]
  /** What its clients got, a line each, or why they got nothing; only where a server was recorded. */
  response?: string | readonly string[]
}

/** A folder of programs that answer one question. */
export interface Demo {
  title: string
  question: string
  clients: number
  requests: number
  /** ms */
  latency: number
  /** How long each client rests after an answer before it asks again, ms; default not at all. */
  pause?: number
  /** How its database serves; default as fast as it can. */
  database?: DatabaseDials
  /** Client n begins with the n-th. */
  paths: string[]
  mode: 'burst' | 'open'
  /** Where the picture rests, as a share (0..1) of the run. */
  moment: number
  /** By style. */
  claims: Partial<Record<string, Claim[]>>
  edits: Edit[]
  /** For what fails as the original does. */
  recorded?: Recorded
}

/** How the database serves once an edit has changed some of its dials; undefined where nothing is dialled. */
export function databaseFor(demo: Demo, changes: DatabaseDials = {}): DatabaseDials | undefined {
  const database = { ...demo.database, ...changes }
  return Object.keys(database).length === 0 ? undefined : database
}

/** The program with the edit's replacements; throws, naming the text, if one isn't there exactly once. */
export function applyEdit(source: string, edit: Edit): string {
  return edit.replace.reduce((text, change) => {
    const parts = text.split(change.find)
    if (parts.length === 2) return parts.join(change.with)
    const seen = parts.length === 1 ? 'is not in the program' : `is there ${parts.length - 1} times, not once`
    throw new Error(`edit "${edit.name}": this text ${seen}: ${change.find}`)
  }, source)
}
