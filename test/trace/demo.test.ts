import { describe, expect, it } from 'vitest'
import { applyEdit, type Demo, databaseFor, type Edit } from '../../server/trace/demo.ts'

function edit(...replace: Edit['replace']): Edit {
  return { name: 'overlap', label: 'Make it overlap', style: 'blocked', replace, claims: [] }
}

describe('an edit', () => {
  it('replaces each text once, in order', () => {
    const mended = applyEdit(
      'let a = find()',
      edit({ find: 'find', with: 'await find' }, { find: 'await', with: 'yield' }),
    )
    expect(mended).toBe('let a = yield find()')
  })

  it('takes the replacement literally', () => {
    expect(applyEdit('a b', edit({ find: 'a', with: '$&$1' }))).toBe('$&$1 b')
  })

  it('names the text that is not in the program', () => {
    expect(() => applyEdit('a', edit({ find: 'zebra', with: '' }))).toThrow(
      'edit "overlap": this text is not in the program: zebra',
    )
  })

  it('names the text that is there more than once', () => {
    expect(() => applyEdit('a a a', edit({ find: 'a', with: '' }))).toThrow(
      'edit "overlap": this text is there 3 times, not once: a',
    )
  })
})

describe('the database of a demo', () => {
  const demo = { database: { service: { write: 200 }, lock: 'writes' } } as Demo

  it('is dialled as an edit says, and otherwise as it was', () => {
    expect(databaseFor(demo, { lock: 'none' })).toEqual({ service: { write: 200 }, lock: 'none' })
    expect(databaseFor(demo)).toEqual(demo.database)
  })

  it('is not dialled at all if neither does', () => {
    expect(databaseFor({} as Demo)).toBeUndefined()
  })
})
