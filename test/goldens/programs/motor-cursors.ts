/** Motor 0.1's recorded scenarios (motor-0.1.py.txt): cursors that call back, and tail. */
import type { Document } from 'bson'
import type { Callback } from 'motor'
import { ConfigurationError, InvalidOperation } from 'pymongo-errors'
import { database, L, play, type Scenarios, stop, withCapped } from './motor-prelude.ts'
import { log, repr } from './prelude.ts'

const SCENARIOS: Scenarios = {
  each_false_cancels_none_does_not() {
    const { matches } = database()
    const seen: unknown[] = []
    const cur = matches.find()
    const each = (r: Document | null) => {
      seen.push(r ? r._id : null)
      if (seen.length !== 3) return undefined
      log(`return False after ${repr(seen)}`)
      L.addCallback(resume)
      return false
    }
    const resume = () => {
      log(`alive=${repr(cur.alive)}; each() again resumes`)
      cur.each(rest)
    }
    const rest = (r: Document | null) => {
      if (r) seen.push(r._id)
      else {
        log(`total ${seen.length} distinct ${new Set(seen).size}`)
        stop()
      }
    }
    cur.each(each)
  },
  to_list_lengths() {
    const { matches } = database()
    const cur = matches.find()
    const a: Callback<Document[]> = (r) => {
      log(`to_list(10) -> ${r?.length}`)
      cur.toList(20, b)
    }
    const b: Callback<Document[]> = (r) => {
      log(`to_list(20) -> ${r?.length}`)
      cur.toList(1000, d)
    }
    const d: Callback<Document[]> = (r) => {
      log(`to_list(1000) -> ${r?.length} rest, cursor_id=${repr(cur.cursorId)}`)
      cur.toList(5, f)
    }
    const f: Callback<Document[]> = (r) => {
      log(`exhausted: to_list(5) -> ${repr(r)}`)
      stop()
    }
    cur.toList(10, a)
  },
  to_list_zero_and_negative() {
    const { matches } = database()
    matches.find().toList(0, (r) => {
      log(`to_list(0) -> ${repr(r)}`)
      stop()
    })
    try {
      matches.find().toList(-1, () => 0)
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      log('to_list(-1): ConfigurationError')
    }
    try {
      matches.find({}, { tailable: true }).toList(1, () => 0)
    } catch (error) {
      if (!(error instanceof InvalidOperation)) throw error
      log(`tailable: InvalidOperation: ${error.message}`)
    }
  },
  tail_empty_collection_retries() {
    const { capped } = database()
    const t = L.time()
    L.addTimeout(200, () => capped.insertOne({ _id: 1 }))
    capped.find().tail((r, e) => {
      const took = L.time() - t
      const after = took > 400 && took < 900 ? 'one retry (~0.5 s)' : `${took} ms`
      log(`callback(${repr(r)}, ${repr(e)}) after ${after}`)
      stop()
      return false
    })
  },
  tail_existing_then_new() {
    const { capped } = withCapped(1)
    const cur = capped.find()
    let n = 0
    const each = (r: Document | null, e: Error | null) => {
      n += 1
      log(`${repr(r)} ${e ? e.name : 'None'}`)
      if (n === 1) L.addTimeout(50, () => capped.insertOne({ _id: 2 }))
      if (n < 2) return undefined
      L.addCallback(() => {
        log(`returned False: closed=${repr(cur.closed)}`)
        stop()
      })
      return false
    }
    log(`tail returns the cursor: ${repr(cur.tail(each) === cur)}`)
  },
  tail_survives_await_timeout() {
    const { capped } = withCapped(1, 2)
    const cur = capped.find({ _id: { $gt: 2 } })
    capped.insertOne({ _id: 3 })
    let n = 0
    const each = (r: Document | null) => {
      n += 1
      log(repr(r))
      if (n === 1) L.addTimeout(1500, () => capped.insertOne({ _id: 4 }))
      if (n < 2) return undefined
      log('second doc arrived after an empty awaitData getMore')
      stop()
      return false
    }
    L.addTimeout(50, () => cur.tail(each))
  },
  tail_dropped_collection() {
    const { db, capped } = withCapped(1, 2, 3, 4)
    const cur = capped.find()
    let n = 0
    const each = (r: Document | null, e: Error | null) => {
      n += 1
      if (n === 1) L.addTimeout(50, () => db.command({ drop: 'capped' }, () => 0))
      if (!e) return
      log(`callback(${repr(r)}, ${e.name}), cursor closed=${repr(cur.closed)}`)
      stop()
    }
    cur.tail(each)
  },
}

export const scenario = (name: string): void => play(SCENARIOS[name])
