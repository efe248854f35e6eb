import { describe, expect, it } from 'vitest'
import { layout } from '../../server/trace/layout.ts'
import { modelOf } from '../../server/trace/model-builder.ts'
import { svg } from '../../server/trace/svg.ts'
import { expectGolden } from './golden.ts'
import { Recording } from './recording.ts'
import { blockedRun, callbacksRun, greenletsRun, loginsRun, threadsRun } from './styles.ts'

const SLIDE = { width: 1000, height: 330 }

function picture(title: string, id?: string): string {
  const run = new Recording({ style: 'threads' }).open('client:1', title).arrive(1).after(5)
  return svg(layout(modelOf(run.end()), SLIDE), { title, ...(id !== undefined && { id }) })
}

/** Each tag that opens closes, in order; throws if the text can't be read as tags. */
function assertNested(markup: string): void {
  const open: string[] = []
  for (const [, slash, name, self] of markup.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)) {
    if (slash) expect(open.pop()).toBe(name)
    else if (!self) open.push(name!)
  }
  expect(open).toEqual([])
}

describe('SVG', () => {
  it.each(Object.entries({ blockedRun, callbacksRun, greenletsRun, threadsRun, loginsRun }))(
    'of a %s is as approved',
    (name, make) => {
      const text = svg(layout(modelOf(make(8)), SLIDE), { title: `8 clients, ${name}`, background: true })
      assertNested(text)
      expectGolden(`${name}.svg`, text)
    },
  )

  it('for print is as approved', () => {
    const scene = layout(modelOf(threadsRun(3)), { width: 700 })
    expectGolden('print.svg', svg(scene, { title: '3 threads', theme: 'light' }))
  })

  it('is an image with a name', () => {
    expect(picture('8 clients')).toMatch(/^<svg [^>]*role="img" aria-labelledby="timeline-title"/)
    expect(picture('8 clients')).toContain('<title id="timeline-title">8 clients</title>')
  })

  it('shows what programs and people wrote as text', () => {
    const text = picture('<b>&"\'\u0000\u0007')
    expect(text).toContain('<title id="timeline-title">&#60;b&#62;&#38;&#34;&#39;</title>')
    expect(text).not.toContain('<b>')
    assertNested(text)
  })

  it('can stand beside others on a page', () => {
    const ids = (text: string) => [...text.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id!)
    const [one, other] = [ids(picture('a', 'one')), ids(picture('a', 'two'))]
    expect(one.length).toBeGreaterThan(2)
    expect(one.filter((id) => other.includes(id))).toEqual([])
    for (const [, used] of picture('a', 'one').matchAll(/url\(#([^)]+)\)/g)) expect(one).toContain(used)
  })

  it('says of each span whose it is', () => {
    const text = svg(layout(modelOf(blockedRun(2)), SLIDE), { title: 'x' })
    const lane = text.slice(text.indexOf('data-lane="client:2"'))
    expect(lane).toMatch(/<rect [^>]*data-state="turn" data-request="2" data-span="0"\/>/)
  })

  it('has numbers of at most two decimals', () => {
    const text = svg(layout(modelOf(callbacksRun(7)), { width: 777, height: 333 }), { title: 'x' })
    expect(text.match(/\d\.\d{3,}/)).toBeNull()
  })
})
