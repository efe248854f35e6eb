/**
 * One lesson file: Markdown slides divided by lines of `---`, turned into the sections that reveal shows.
 * Directives become placeholders first and elements last, because Markdown would tear live HTML apart.
 */
import { Marked } from 'marked'
import { type Placed, placeDirective, type Surroundings } from './directives.ts'

/** A slide as it stands in its file; `line` is the 1-based line at which its text begins. */
interface SlideText {
  lines: string[]
  line: number
}

const markdown = new Marked({ gfm: true, async: false })

/** All sections of a lesson as HTML. `file` is named in errors; its last part gives the first slide's id. */
export function renderLesson(file: string, text: string, around: Surroundings): string {
  const name = file.replace(/^.*\//, '').replace(/^\d+-|\.md$/g, '')
  const slides = splitSlides(text)
  return slides.map((slide, index) => renderSlide(slide, file, slideId(name, index), around)).join('\n')
}

function slideId(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`
}

function splitSlides(text: string): SlideText[] {
  const slides: SlideText[] = [{ lines: [], line: 1 }]
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^---\s*$/.test(line)) slides.push({ lines: [], line: index + 2 })
    else slides.at(-1)!.lines.push(line)
  }
  return slides
}

function renderSlide(slide: SlideText, file: string, id: string, around: Surroundings): string {
  const { body, notes } = splitNotes(slide.lines)
  if (body.every((line) => line.trim() === '')) throw new Error(`${file}:${slide.line}: empty slide`)
  const placed: Placed[] = []
  const lines = body.map((line, index) => {
    const found = placeDirective(line, `${file}:${slide.line + index}`, around)
    if (!found) return line
    placed.push(found)
    return `\n<!--placed ${placed.length - 1}-->\n`
  })
  const html = toHtml(lines).replace(/<!--placed (\d+)-->/g, (_, index) => placed[Number(index)]!.html)
  const layout = placed.map((item) => item.layout).filter(Boolean)
  const classes = ['slide', ...layout].join(' ')
  const aside = notes.length > 0 ? `<aside class="notes">${toHtml(notes)}</aside>` : ''
  return `<section id="${id}" class="${classes}">${html}${aside}</section>`
}

function splitNotes(lines: string[]): { body: string[]; notes: string[] } {
  const at = lines.findIndex((line) => line.startsWith('Note:'))
  if (at < 0) return { body: lines, notes: [] }
  const [first = '', ...more] = lines.slice(at)
  return { body: lines.slice(0, at), notes: [first.slice('Note:'.length).trim(), ...more] }
}

function toHtml(lines: string[]): string {
  return markdown.parse(lines.join('\n'), { async: false })
}
