/** The fetch demo: each style keeps its claims, and a call that blocks or a narrow client breaks them. */
import { describe, expect, it } from 'vitest'
import { demoNamed, programOf, stylesOf } from '../../server/demos.ts'
import type { Style } from '../../server/run.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { only, requestOf, simulate } from '../support/simulated.ts'

const demo = demoNamed('fetch')!

async function broken(style: Style, source: string): Promise<string[]> {
  const figures = statistics(await simulate(requestOf('fetch', style, { source })))
  return demo.claims[style]!.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}

describe.each(stylesOf('fetch'))('fetch, %s', (style) => {
  const source = programOf('fetch', style)!

  it('asks the service once for each request, all at the same time', async () => {
    const events = await simulate(requestOf('fetch', style))
    const calls = only(events, 'command-served')
    expect(calls.map(({ label }) => label)).toEqual(Array(8).fill('GET / → 200'))
    expect(calls.map(({ request }) => request).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('breaks what it says of the loop if the handler waits itself', async () => {
    const sleepy = source
      .replace(
        "import { IOLoop } from 'ioloop'",
        "import { IOLoop } from 'ioloop'\nimport { sleep } from 'os'",
      )
      .replace("this.getArgument('name')", "this.getArgument('name'); sleep(50)")
    const lost = await broken(style, sleepy)
    expect(lost).toEqual(expect.arrayContaining(['loopNeverBlockedOver', 'answeredWithin']))
  })

  it('breaks what it says of overlap with one connection, which promises the contrary', async () => {
    const edit = demo.edits.find((each) => each.style === style)!
    const lost = await broken(style, applyEdit(source, edit))
    expect(lost).toEqual(expect.arrayContaining(['queriesOverlap', 'answeredWithin', 'answeredTogether']))
    const figures = statistics(await simulate(requestOf('fetch', style)))
    const promised = edit.claims.filter((claim) => claim.check(figures) !== true)
    expect(promised.map(({ name }) => name)).toEqual(['queriesOneAfterAnother'])
  })

  it('tells who asks whether the service failed', async () => {
    const failing = source.replace('http://webservice/', 'http://webservice/status/503')
    const events = await simulate(requestOf('fetch', style, { source: failing, clients: 1 }))
    expect(only(events, 'request-answered').map(({ status }) => status)).toEqual([500])
    expect(only(events, 'log').map(({ text }) => text.split('\n')[0])).toContainEqual(
      expect.stringContaining('HTTP 503: Service Unavailable'),
    )
  })
})
