import { describe, expect, it } from 'vitest'
import { type DraftStorage, Drafts } from '../../../slides/run/drafts.ts'

function storage(): DraftStorage & { items: Map<string, string> } {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}

const REFUSING: DraftStorage = {
  getItem: () => {
    throw new Error('denied')
  },
  setItem: () => {
    throw new Error('full')
  },
  removeItem: () => {
    throw new Error('denied')
  },
}

describe('drafts', () => {
  it('are found again by the next page', () => {
    const shared = storage()
    new Drafts(shared).write('find-team', 'async', 'mine')
    expect(new Drafts(shared).read('find-team', 'async')).toBe('mine')
  })

  it('are kept apart by demo and style', () => {
    const drafts = new Drafts(storage())
    drafts.write('find-team', 'async', 'mine')
    expect(drafts.read('find-team', 'threads')).toBeUndefined()
    expect(drafts.read('chat', 'async')).toBeUndefined()
  })

  it('are forgotten, also by the next page', () => {
    const shared = storage()
    const drafts = new Drafts(shared)
    drafts.write('find-team', 'async', 'mine')
    drafts.write('find-team', 'async', undefined)
    expect(drafts.read('find-team', 'async')).toBeUndefined()
    expect(shared.items.size).toBe(0)
  })

  it('stay what this page has read, whatever the next page keeps', () => {
    const shared = storage()
    const drafts = new Drafts(shared)
    expect(drafts.read('find-team', 'async')).toBeUndefined()
    new Drafts(shared).write('find-team', 'async', 'theirs')
    expect(drafts.read('find-team', 'async')).toBeUndefined()
    expect(new Drafts(shared).read('find-team', 'async')).toBe('theirs')
  })

  it('live in memory where the browser stores nothing', () => {
    for (const refused of [REFUSING, undefined]) {
      const drafts = new Drafts(refused)
      expect(drafts.read('find-team', 'async')).toBeUndefined()
      drafts.write('find-team', 'async', 'mine')
      expect(drafts.read('find-team', 'async')).toBe('mine')
      drafts.write('find-team', 'async', undefined)
      expect(drafts.read('find-team', 'async')).toBeUndefined()
    }
  })
})
