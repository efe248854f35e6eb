import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import { layout } from '../../server/trace/layout.ts'
import { modelOf } from '../../server/trace/model-builder.ts'
import {
  type Box,
  type Primitive,
  type Scene,
  timeToX,
  type Words,
  xToTime,
} from '../../server/trace/scene.ts'
import { textWidth } from '../../server/trace/text-fit.ts'
import { numbers, Recording } from './recording.ts'
import { blockedRun, callbacksRun, greenletsRun, loginsRun, threadsRun } from './styles.ts'

const SLIDE = { width: 1000, height: 330 }
const RUNS = Object.entries({ blockedRun, callbacksRun, greenletsRun, threadsRun })

function all(scene: Scene): Primitive[] {
  return scene.groups.flatMap(({ children }) => children)
}

function boxes(scene: Scene): Box[] {
  return all(scene).filter((each) => each.kind === 'rect')
}

function words(scene: Scene, role?: Words['role']): Words[] {
  return all(scene).filter(
    (each) => each.kind === 'text' && (role === undefined || each.role === role),
  ) as Words[]
}

function texts(scene: Scene, role: Words['role']): string[] {
  return words(scene, role).map(({ text }) => text)
}

/** One thread that changes from request to request, much faster than pixels. */
function busyRun(changes: number): TraceEvent[] {
  const run = new Recording({ style: 'callbacks', clients: 2 }).open('client:1', 'a').open('client:2', 'b')
  run.arrive(1).arrive(2).run(1, 1)
  for (const n of numbers(changes)) run.after(1).line(1, 1 + (n % 2), 5)
  return run.answer(1).answer(2).end()
}

describe.each(RUNS)('the picture of a %s', (_name, make) => {
  it.each([1, 8, 12, 64])('of %d clients shows each lane inside the slide', (clients) => {
    const model = modelOf(make(clients))
    const scene = layout(model, SLIDE)
    expect(scene.rows.map(({ lane }) => lane)).toEqual(model.lanes.map(({ id }) => id))
    for (const [index, row] of scene.rows.entries()) {
      expect(row.y + row.height).toBeLessThanOrEqual(SLIDE.height - 28)
      if (index > 0) expect(row.y).toBeGreaterThan(scene.rows[index - 1]!.y)
    }
    for (const { x, width } of boxes(scene).filter(({ role }) => role === 'span')) {
      expect(x).toBeGreaterThanOrEqual(scene.plot.left - 0.001)
      expect(x + width).toBeLessThanOrEqual(scene.plot.right + 0.001)
    }
  })

  it('has text that can be read', () => {
    for (const { size } of words(layout(modelOf(make(64)), SLIDE))) expect(size).toBeGreaterThanOrEqual(11)
  })
})

describe('rows', () => {
  it('have their full size when there is room', () => {
    const { rows, height } = layout(modelOf(callbacksRun(4)), { width: 1000 })
    expect(new Set(rows.map((row) => row.height))).toEqual(new Set([28]))
    expect(height).toBe(27 + 10 * 32 - 4 * 4 + 3 * 10 + 28)
  })

  it('shrink so that twelve clients fit, each with its number', () => {
    const scene = layout(modelOf(callbacksRun(12)), SLIDE)
    expect(texts(scene, 'number')).toEqual(numbers(12).map((n) => `#${n}`))
    expect(Math.min(...scene.rows.slice(0, 12).map(({ height }) => height))).toBeGreaterThanOrEqual(14)
  })

  it('say how many more stand in a dense band', () => {
    const scene = layout(modelOf(callbacksRun(64)), SLIDE)
    const named = texts(scene, 'number').length
    expect(named).toBeGreaterThanOrEqual(4)
    expect(texts(scene, 'heading')).toEqual([
      'Clients',
      `… and ${64 - named} more`,
      'CPU',
      'Server',
      'MongoDB',
      '64',
    ])
  })

  it('stay high enough to be read, and connections that only echo the clients share a band', () => {
    const scene = layout(modelOf(callbacksRun(8)), {
      width: 520,
      height: 480,
      labelWidth: 128,
      rowHeight: 34,
    })
    const heights = new Map(scene.rows.map(({ lane, height }) => [lane, height]))
    expect(heights.get('client:8')).toBeGreaterThanOrEqual(22)
    expect(heights.get('cpu:0')).toBe(heights.get('client:8'))
    expect(heights.get('mongo:8')).toBeLessThan(12)
    expect(texts(scene, 'heading')).toEqual(['Clients', 'CPU', 'Server', 'MongoDB', '8 connections'])
    for (const role of ['number', 'lane', 'heading', 'legend', 'axis'] as const)
      expect(Math.min(...words(scene, role).map(({ size }) => size)), role).toBeGreaterThanOrEqual(15)
  })

  it('of threads share a band too, if there are more than fit', () => {
    const size = { width: 520, height: 480, labelWidth: 128, rowHeight: 34 }
    const threads = layout(modelOf(threadsRun(8)), { ...size, lanes: ['client', 'cpu', 'thread'] })
    expect(texts(threads, 'heading').at(-1)).toMatch(/^9 threads$/)
    const greenlets = layout(modelOf(greenletsRun(8)), { ...size, lanes: ['client', 'cpu', 'greenlet'] })
    expect(texts(greenlets, 'heading').at(-1)).toMatch(/^\d+ greenlets$/)
  })

  it('of a core or a connection that is alone are named by their group', () => {
    const scene = layout(modelOf(blockedRun(2)), SLIDE)
    expect(texts(scene, 'lane')).toEqual(['loop'])
  })

  it('are those of the wanted kinds', () => {
    const scene = layout(modelOf(threadsRun(2)), { ...SLIDE, lanes: ['cpu', 'client'] })
    expect(scene.rows.map(({ lane }) => lane)).toEqual(['client:1', 'client:2', 'cpu:0'])
  })

  it('are none before anything happened', () => {
    const scene = layout(modelOf([]), SLIDE)
    expect(scene.rows).toEqual([])
    expect(texts(scene, 'legend')).toEqual([
      'running',
      'waiting for its turn',
      'waiting for an answer',
      'idle',
    ])
  })
})

describe('the legend', () => {
  it.each([320, 490, 1200])('stays inside a picture %d px wide, below its rows', (width) => {
    const scene = layout(modelOf(blockedRun(8)), { width, height: 300, labelWidth: 84 })
    const words = scene.groups
      .flatMap(({ children }) => children)
      .filter((child) => child.kind === 'text' && child.role === 'legend')
    expect(words).toHaveLength(4)
    for (const word of words as Words[]) {
      expect(word.x + textWidth(word.text, word.size)).toBeLessThanOrEqual(width)
      expect(word.y - word.size / 2).toBeGreaterThan(scene.plot.bottom)
      expect(word.y + word.size / 2).toBeLessThanOrEqual(300)
    }
  })
})

describe('spans', () => {
  it('stand where their time is', () => {
    const scene = layout(modelOf(blockedRun(8)), SLIDE)
    const wait = scene.groups
      .find(({ lane }) => lane === 'client:8')!
      .children.find((each) => each.kind === 'rect' && each.state === 'turn') as Box
    expect(wait.x).toBeCloseTo(timeToX(scene, 2_000))
    expect(wait.x + wait.width).toBeCloseTo(timeToX(scene, 1_416_000))
    expect(wait).toMatchObject({ request: 8, span: 0 })
  })

  it('of very short work are drawn on top of the long wait that follows', () => {
    const run = new Recording({ style: 'threads' })
      .open('client:1', 'a')
      .arrive(1)
      .run(1, 1)
      .after(0.01)
      .query(1, 1)
    run
      .block(1, 1, 'recv', 'recv fd7')
      .after(1000)
      .reply(1, 1)
      .wake(1, 1, 'fd7')
      .run(1, 1)
      .after(0.01)
      .answer(1)
    const scene = layout(modelOf(run.end()), { ...SLIDE, lanes: ['client'] })
    const spans = boxes(scene).filter(({ role }) => role === 'span')
    expect(spans.map(({ state }) => state)).toEqual(['answer', 'running', 'running'])
    expect(spans.slice(1).map(({ width }) => width)).toEqual([2, 2])
    expect(spans[2]!.x + 2).toBeCloseTo(scene.plot.right)
  })

  it('that wait for their turn say so whole, in short, or not at all', () => {
    const scene = layout(modelOf(blockedRun(8)), { width: 520, height: 420, labelWidth: 128 })
    const turns = words(scene, 'span').filter(({ state, text }) => state === 'turn' && text !== '▲')
    expect(new Set(turns.map(({ text }) => text))).toEqual(new Set(['its turn', 'waits for its turn']))
  })

  it('that wait for a lock name it where the sentence is too long', () => {
    const scene = layout(modelOf(loginsRun(6)), { width: 620, height: 420, lanes: ['mongo'] })
    const turns = words(scene, 'span').filter(({ state, text }) => state === 'turn' && text !== '▲')
    expect(new Set(turns.map(({ text }) => text))).toEqual(new Set(['lock', 'waits for the lock']))
  })

  it('carry labels only where there is room', () => {
    const scene = layout(modelOf(callbacksRun(8)), SLIDE)
    expect(texts(scene, 'span')).toContain('find worldcup.matches {team}')
    expect(texts(scene, 'span')).not.toContain('#1')
    expect(texts(layout(modelOf(callbacksRun(8)), { ...SLIDE, to: 6_000 }), 'span')).toContain('#1')
  })

  it('end with how long the request took, or what went wrong', () => {
    const run = new Recording({ style: 'threads', clients: 3 })
    for (const n of [1, 2, 3]) run.open(`client:${n}`, `client ${n}`).arrive(n)
    run
      .after(1500)
      .answer(1)
      .answer(2, 2, 500)
      .say('client:3', 3, { kind: 'request-failed', why: 'timed out' })
    const scene = layout(modelOf(run.end()), SLIDE)
    expect(texts(scene, 'result')).toEqual(['1,500 ms'])
    expect(texts(scene, 'warning')).toEqual(['✕ 500', '✕ timed out'])
  })

  it('are merged when there are more than a picture can hold', () => {
    const model = modelOf(busyRun(20_000))
    const scene = layout(model, { ...SLIDE, maxPrimitives: 1000 })
    expect(model.lanes.reduce((sum, { spans }) => sum + spans.length, 0)).toBeGreaterThan(20_000)
    expect(all(scene).length + scene.groups.length).toBeLessThanOrEqual(1000)
    expect(boxes(scene).some(({ state }) => state === 'running')).toBe(true)
  })

  it('are whole again when one looks closer', () => {
    const scene = layout(modelOf(busyRun(20_000)), {
      ...SLIDE,
      from: 5_000_000,
      to: 5_010_000,
      lanes: ['cpu'],
    })
    const shown = boxes(scene).filter(({ role }) => role === 'span')
    expect(shown.length).toBe(10)
    expect(shown.map(({ request }) => request)).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
  })
})

describe('a picture', () => {
  it('says when events are missing', () => {
    const run = new Recording({ style: 'threads' }).say('run', 0, { kind: 'dropped', count: 1204 })
    expect(texts(layout(modelOf(run.end()), SLIDE), 'warning')).toEqual(['dropped 1,204 events'])
  })

  it('leads from a place to its time and back', () => {
    const scene = layout(modelOf(blockedRun(2)), SLIDE)
    expect(xToTime(scene, timeToX(scene, 123_456))).toBeCloseTo(123_456)
    expect(xToTime(scene, -50)).toBe(0)
    expect(xToTime(scene, 5000)).toBe(scene.plot.to)
  })
})
