/**
 * Lines such as `::: run-demo find-team styles=threads`: the only way a lesson puts something live on a
 * slide. A mistake names its file and line and lists what there is instead.
 */
import type { LaneKind } from '../../server/kernel/events.ts'
import { STYLES, type Style } from '../../server/run.ts'
import type { Recorded } from '../../server/trace/demo.ts'
import { originalName, recordedLines } from '../../server/trace/recorded.ts'
import type { ShelvedDemo } from './demo-shelf.ts'

/** What a lesson can refer to. */
export interface Surroundings {
  demos: Map<string, ShelvedDemo>
  /** What was recorded of originals, by demo. */
  recorded: Map<string, Recorded>
  /** Inline SVG by name. */
  pictures: Map<string, string>
  /** Highlights the shown part of a program. */
  highlight(program: string): string
}

/** What a directive adds to its slide. */
export interface Placed {
  html: string
  /** A class for the whole slide. */
  layout?: string
}

/** The words of a directive, and where it stands (`file:line`). */
interface Words {
  subject: string | undefined
  options: Map<string, string>
  where: string
}

/** The arrangements a slide can have; each is a class in the theme. */
const LAYOUTS = ['title', 'text']

/** What lessons call the lanes of a timeline. */
const LANES: Record<string, LaneKind> = {
  clients: 'client',
  cpu: 'cpu',
  threads: 'thread',
  loop: 'thread',
  greenlets: 'greenlet',
  mongo: 'mongo',
  services: 'service',
}

const DIRECTIVES: Record<string, (words: Words, around: Surroundings) => Placed> = {
  'run-demo': placeDemo,
  layout: placeLayout,
  picture: placePicture,
}

/** The directive that a line is, or `undefined` for ordinary text. Throws an error that begins with `where`. */
export function placeDirective(line: string, where: string, around: Surroundings): Placed | undefined {
  const match = /^:::\s*(\S*)\s*(.*)$/.exec(line)
  if (!match) return undefined
  const [, name = '', rest = ''] = match
  const place = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined
  if (!place) throw missing(where, 'directive', name, Object.keys(DIRECTIVES))
  return place(readWords(rest, where), around)
}

function readWords(rest: string, where: string): Words {
  const words = rest.split(/\s+/).filter(Boolean)
  const options = new Map(words.filter((word) => word.includes('=')).map((word) => splitAt(word, '=')))
  const subjects = words.filter((word) => !word.includes('='))
  if (subjects.length > 1) throw new Error(`${where}: one name expected, got "${subjects.join(' ')}"`)
  return { subject: subjects[0], options, where }
}

function splitAt(word: string, mark: string): [string, string] {
  const at = word.indexOf(mark)
  return [word.slice(0, at), word.slice(at + 1)]
}

const DEMO_OPTIONS = ['styles', 'lanes']

function placeDemo({ subject = '', options, where }: Words, around: Surroundings): Placed {
  const demo = around.demos.get(subject)
  if (!demo) throw missing(where, 'demo', subject, [...around.demos.keys()])
  for (const option of options.keys()) {
    if (!DEMO_OPTIONS.includes(option)) throw missing(where, 'option', option, DEMO_OPTIONS)
  }
  const styles = options.get('styles')?.split(',') ?? demo.styles
  for (const style of styles) {
    if (!demo.styles.some((known) => known === style)) {
      throw missing(where, `style of ${subject}`, style, demo.styles)
    }
  }
  const chosen = STYLES.filter((style) => styles.includes(style))
  const inOrder = styles.map((style) => chosen.find((known) => known === style)!)
  return { html: demoElement(demo, inOrder, readLanes(options.get('lanes'), where), around) }
}

/** The kinds of lanes, each once; none: all. */
function readLanes(words: string | undefined, where: string): LaneKind[] {
  const kinds = words?.split(',').map((word) => {
    if (!Object.hasOwn(LANES, word)) throw missing(where, 'lanes', word, Object.keys(LANES))
    return LANES[word]!
  })
  return [...new Set(kinds)]
}

function demoElement(demo: ShelvedDemo, styles: Style[], lanes: LaneKind[], around: Surroundings): string {
  const panels = styles.map(
    (style, index) =>
      `<div class="static-program" data-style="${style}"${index ? ' hidden' : ''}>${around.highlight(demo.program(style))}</div>`,
  )
  const shown = lanes.length > 0 ? ` lanes="${lanes.join(',')}"` : ''
  return `<run-demo demo="${demo.name}" styles="${styles.join(',')}"${shown} data-prevent-swipe>${panels.join('')}${recordedText(around.recorded.get(demo.name))}</run-demo>`
}

/** For those who read the page without running it. */
function recordedText(recorded: Recorded | undefined): string {
  if (!recorded) return ''
  const lines = recordedLines(recorded).map(({ text }) => `recorded: ${text}`)
  const text = [`What ${originalName(recorded.system)} did:`, ...lines].join('\n')
  return `<pre class="static-recorded">${escapeHtml(text)}</pre>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function placeLayout({ subject = '', where }: Words): Placed {
  if (!LAYOUTS.includes(subject)) throw missing(where, 'layout', subject, LAYOUTS)
  return { html: '', layout: subject }
}

function placePicture({ subject = '', where }: Words, around: Surroundings): Placed {
  const svg = around.pictures.get(subject)
  if (svg === undefined) throw missing(where, 'picture', subject, [...around.pictures.keys()])
  return { html: `<div class="picture" aria-hidden="true">${svg}</div>` }
}

function missing(where: string, what: string, name: string, have: Iterable<string>): Error {
  return new Error(`${where}: no ${what} "${name}" (have: ${[...have].join(', ') || 'none'})`)
}
