import { describe, expect, it } from 'vitest'
import { ask, testServer } from '../../support/wire.ts'

describe('a validator', () => {
  const errInfo = expect.objectContaining({ failingDocumentId: 1 })
  const error = { index: 0, code: 121, errInfo, errmsg: 'Document failed validation' }

  it('keeps documents out, and says which', () => {
    const server = testServer()
    ask(server, { create: 'teams', validator: { points: { $gte: 0 } } })
    const bad = { _id: 1, points: -1 }
    const inserted = ask(server, { insert: 'teams', documents: [bad] })
    expect(inserted).toEqual({ n: 0, ok: 1, writeErrors: [error] })
    ask(server, { insert: 'teams', documents: [{ _id: 1, points: 1 }] })
    const updated = ask(server, {
      update: 'teams',
      updates: [{ q: { _id: 1 }, u: { $set: { points: -1 } } }],
    })
    expect(updated).toEqual({ n: 0, nModified: 0, ok: 1, writeErrors: [error] })
    const modified = ask(server, {
      findAndModify: 'teams',
      query: { _id: 1 },
      update: { $inc: { points: -5 } },
    })
    expect(modified).toMatchObject({ ok: 0, code: 121, errInfo: { failingDocumentId: 1 } })
  })

  it('can be passed by', () => {
    const server = testServer()
    ask(server, { create: 'teams', validator: { points: { $gte: 0 } } })
    const bypassDocumentValidation = true
    ask(server, { insert: 'teams', documents: [{ _id: 1 }], bypassDocumentValidation })
    const updates = [{ q: { _id: 1 }, u: { $set: { points: -1 } } }]
    expect(ask(server, { update: 'teams', updates, bypassDocumentValidation })).toMatchObject({
      nModified: 1,
    })
    const change = { query: { _id: 1 }, update: { $inc: { points: -1 } }, new: true }
    const reply = ask(server, { findAndModify: 'teams', ...change, bypassDocumentValidation })
    expect(reply).toMatchObject({ value: { points: -2 } })
  })

  it('can be passed by those who write the result of a pipeline', () => {
    const server = testServer()
    ask(server, { create: 'good', validator: { points: { $gte: 0 } } })
    ask(server, { insert: 'all', documents: [{ _id: 1, points: -1 }] })
    const write = { aggregate: 'all', pipeline: [{ $merge: 'good' }], cursor: {} }
    expect(ask(server, write)).toMatchObject({ ok: 0, code: 121 })
    expect(ask(server, { ...write, bypassDocumentValidation: true })).toMatchObject({ ok: 1 })
    expect(ask(server, { count: 'good' })).toMatchObject({ n: 1 })
  })
})
