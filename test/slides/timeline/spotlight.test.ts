import { describe, expect, it } from 'vitest'
import { layout } from '../../../server/trace/layout.ts'
import { modelOf } from '../../../server/trace/model-builder.ts'
import { spotlight } from '../../../slides/timeline/spotlight.ts'
import { blockedRun } from '../../trace/styles.ts'

const scene = layout(modelOf(blockedRun(3)), { width: 1000, height: 300 })

function areas(path: string): string[] {
  return path.split('z').filter((area) => area !== '')
}

describe('the light on a request', () => {
  it('leaves the rows of its client and all its spans in other lanes free', () => {
    const { veil } = spotlight(scene, 2)
    const row = scene.rows.find(({ lane }) => lane === 'client:2')!
    const { left } = scene.plot
    expect(areas(veil)[1]).toBe(`M${left} ${row.y}h${1000 - left}v${row.height}h${left - 1000}`)
    const elsewhere = scene.groups
      .filter(({ lane }) => lane !== 'client:2')
      .flatMap(({ children }) => children)
      .filter((child) => child.kind === 'rect' && child.request === 2)
    expect(elsewhere.length).toBeGreaterThan(2)
    expect(areas(veil)).toHaveLength(2 + elsewhere.length)
  })

  it('puts no edge around slivers', () => {
    const { veil, edges } = spotlight(scene, 2)
    expect(areas(edges).length).toBeLessThan(areas(veil).length)
  })

  it('veils nothing for a request that is not there', () => {
    expect(spotlight(scene, 99)).toEqual({ veil: '', edges: '' })
  })
})
