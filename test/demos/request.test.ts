/** Whose request is it? Every line printed and every query carries the number of the request it's for. */
import { expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import { STYLES, type Style } from '../../server/run.ts'
import { endOf, findTeam, only, printed, simulate } from '../support/simulated.ts'

/** In each style, a print before and after the wait for the database. */
const BEFORE: Record<Style, [find: string, with_: string]> = {
  threads: ['const found', 'console.log("asks", query.team)\n    const found'],
  greenlets: ['const found', 'console.log("asks", query.team)\n    const found'],
  callbacks: ["this.getArgument('team')\n", "this.getArgument('team')\n    console.log('asks', team)\n"],
  coroutines: ["this.getArgument('team')\n", "this.getArgument('team')\n    console.log('asks', team)\n"],
  async: ["this.getArgument('team')\n", "this.getArgument('team')\n    console.log('asks', team)\n"],
  blocked: ["this.getArgument('team')\n", "this.getArgument('team')\n    console.log('asks', team)\n"],
}
const AFTER: Record<Style, [find: string, with_: string]> = {
  threads: ['respond(client, docs)', 'console.log("gets", query.team)\n    respond(client, docs)'],
  greenlets: ['respond(client, docs)', 'console.log("gets", query.team)\n    respond(client, docs)'],
  callbacks: ['    if (error)', "    console.log('gets', this.getArgument('team'))\n    if (error)"],
  coroutines: ['this.finish(docs)', "console.log('gets', team)\n    this.finish(docs)"],
  async: ['this.finish(docs)', "console.log('gets', team)\n    this.finish(docs)"],
  blocked: ['this.finish(docs)', "console.log('gets', team)\n    this.finish(docs)"],
}

function printing(style: Style): string {
  const { source } = findTeam(style)
  return [BEFORE[style], AFTER[style]].reduce((text, [find, replacement]) => {
    expect(text.split(find), find).toHaveLength(2)
    return text.replace(find, replacement)
  }, source)
}

const queries = (events: readonly TraceEvent[]) =>
  only(events, 'command-queued').filter(({ setup }) => !setup)

it.each(STYLES)('tells two interleaved requests apart: %s', async (style) => {
  const paths = ['/?team=Brazil', '/?team=Ghana']
  const events = await simulate(findTeam(style, { source: printing(style), clients: 2, requests: 2, paths }))
  expect(endOf(events).reason).toBe('answered')
  const team = (request: number) => (request % 2 === 1 ? 'Brazil' : 'Ghana')
  for (let request = 1; request <= 4; request += 1) {
    const lines = printed(events).filter((line) => line.startsWith(`#${request} `))
    expect(lines).toEqual([`#${request} asks ${team(request)}`, `#${request} gets ${team(request)}`])
  }
  const asked = queries(events).map(({ request }) => request)
  expect([...asked].sort()).toEqual([1, 2, 3, 4])
  for (const kind of ['command-served', 'command-replied'] as const) {
    const real = only(events, kind).filter(({ op }) => queries(events).some((query) => query.op === op))
    expect(real.map(({ request }) => request).sort()).toEqual([1, 2, 3, 4])
  }
})

it.each(STYLES)('names the line of the program whenever a thread waits: %s', async (style) => {
  const request = findTeam(style)
  const lines = request.source.split('\n')
  const events = await simulate(request)
  for (const block of only(events, 'block')) {
    // The hub of gevent is in the library alone: its greenlets have said where they stand.
    if (style === 'greenlets' && block.reason === 'poll') continue
    expect(block.at, `${block.what} has a place`).toBeDefined()
    const { file, line, column } = block.at!
    expect(file).toBe(`${style}.ts`)
    const code = lines[line - 1]!
    expect(column, code).toBeLessThanOrEqual(code.length)
    expect(code, `${block.what} at ${line}:${column}`).toMatch(
      /accept\(|requests\(|\.toList\(|start\(\)|respond\(/,
    )
  }
})

it.each(STYLES)('waits for an answer where the program asks for it: %s', async (style) => {
  const request = findTeam(style)
  const events = await simulate(request)
  const asking = request.source.split('\n').findIndex((line) => line.includes('.toList(')) + 1
  const places = events.flatMap((event) =>
    (event.kind === 'line' || event.kind === 'block') && event.request > 0 && event.at ? [event.at.line] : [],
  )
  expect(places).toContain(asking)
})

it.each(STYLES)('prints an error of a handler for its request and at its line: %s', async (style) => {
  const { source } = findTeam(style)
  const [find, before] = BEFORE[style]
  const throwing = before.replace(/console\.log\(("|')asks.*?\)/, "if (1 < 2) throw new Error('broken')")
  const broken = source.replace(find, throwing)
  const events = await simulate(findTeam(style, { source: broken, clients: 1 }))
  const log = only(events, 'log').find(({ text }) => text.includes('broken'))
  const line = broken.split('\n').findIndex((text) => text.includes('broken')) + 1
  expect(log).toMatchObject({ stream: 'err', request: 1, at: { line } })
})
