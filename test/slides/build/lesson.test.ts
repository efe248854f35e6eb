import { describe, expect, it } from 'vitest'
import type { Surroundings } from '../../../slides/build/directives.ts'
import { renderLesson } from '../../../slides/build/lesson.ts'

const AROUND: Surroundings = {
  demos: new Map([
    [
      'find-team',
      {
        name: 'find-team',
        styles: ['threads', 'callbacks', 'blocked'],
        program: (style) => `// ${style} $& $1`,
      },
    ],
  ]),
  recorded: new Map([
    ['find-team', { system: 'tornado-2.4.1', scenario: 'one', log: ["log:Oops | Error('<b> & more')"] }],
  ]),
  pictures: new Map([['waiting', '<svg></svg>']]),
  highlight: (program) => `<pre>${program}</pre>`,
}

const FILE = 'slides/lessons/30-callbacks.md'
const render = (...lines: string[]) => renderLesson(FILE, lines.join('\n'), AROUND)

describe('a lesson', () => {
  it('is divided into slides by lines of dashes', () => {
    const html = render('## One', '', '---', '', '## Two')
    expect(html.match(/<section id="[^"]*"/g)).toEqual([
      '<section id="callbacks"',
      '<section id="callbacks-2"',
    ])
  })

  it('keeps a table from becoming two slides', () => {
    expect(render('| a | b |', '| --- | --- |', '| 1 | 2 |').match(/<section/g)).toHaveLength(1)
  })

  it('puts a demo on the slide with its code, the first style in front', () => {
    const html = render('## One', '::: run-demo find-team styles=blocked,callbacks')
    expect(html).toContain('<run-demo demo="find-team" styles="blocked,callbacks"')
    expect(html).toContain('data-style="blocked"><pre>// blocked $& $1</pre>')
    expect(html).toContain('data-style="callbacks" hidden>')
    expect(html).not.toContain('<p><run-demo')
  })

  it('shows every style of a demo if none is named', () => {
    expect(render('::: run-demo find-team')).toContain('styles="threads,callbacks,blocked"')
  })

  it('puts what was recorded of the original beside the code, as text', () => {
    expect(render('::: run-demo find-team')).toContain(
      '<pre class="static-recorded">What Tornado 2.4.1 did:\nrecorded: Oops: Error(\'&lt;b> &amp; more\')</pre>',
    )
  })

  it('chooses the lanes of its timeline', () => {
    const html = render('::: run-demo find-team lanes=clients,loop,threads,mongo')
    expect(html).toContain(' lanes="client,thread,mongo" ')
    expect(render('::: run-demo find-team')).not.toContain('lanes=')
  })

  it('gives a slide its layout, its picture and its notes', () => {
    const html = render('::: layout title', '# Title', '::: picture waiting', 'Note: say *hello*', 'twice')
    expect(html).toContain('class="slide title"')
    expect(html).toContain('<div class="picture" aria-hidden="true"><svg></svg></div>')
    expect(html).toMatch(/<aside class="notes"><p>say <em>hello<\/em>\s+twice<\/p>/)
  })
})

describe('a mistake in a lesson', () => {
  it.each([
    ['::: run-demo find-taem', 'no demo "find-taem" (have: find-team)'],
    [
      '::: run-demo find-team styles=fibers',
      'no style of find-team "fibers" (have: threads, callbacks, blocked)',
    ],
    ['::: run-demo find-team stiles=threads', 'no option "stiles" (have: styles, lanes)'],
    [
      '::: run-demo find-team lanes=clients,heap',
      'no lanes "heap" (have: clients, cpu, threads, loop, greenlets, mongo, services)',
    ],
    ['::: run-demo find-team twice', 'one name expected, got "find-team twice"'],
    ['::: rundemo find-team', 'no directive "rundemo" (have: run-demo, layout, picture)'],
    ['::: constructor', 'no directive "constructor" (have: run-demo, layout, picture)'],
    ['::: layout wide', 'no layout "wide" (have: title, text)'],
    ['::: picture cat', 'no picture "cat" (have: waiting)'],
  ])('%s names its file and line and what there is', (line, message) => {
    expect(() => render('## One', '---', '', '## Two', line)).toThrow(`${FILE}:5: ${message}`)
  })

  it('such as a slide with nothing on it is found too', () => {
    expect(() => render('## One', '---', '', '---', '## Two')).toThrow(`${FILE}:3: empty slide`)
  })
})
