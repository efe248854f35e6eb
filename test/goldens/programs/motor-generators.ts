/** Motor 0.1's recorded scenarios (motor-0.1.py.txt): what generators wait for. */
import type { Document } from 'bson'
import { type Arguments, Callback, engine, Task } from 'gen'
import { Op, WaitAllOps, WaitOp } from 'motor'
import { DuplicateKeyError, InvalidOperation } from 'pymongo-errors'
import { database, play, type Scenarios, stop, uid } from './motor-prelude.ts'
import { log, repr } from './prelude.ts'

const SCENARIOS: Scenarios = {
  fetch_next_twice_is_idempotent() {
    const { matches } = database()
    engine(function* () {
      const cur = matches.find().batchSize(10)
      yield cur.fetchNext
      const a = cur.bufferSize()
      yield cur.fetchNext
      log(`buffer ${a} then ${cur.bufferSize()}`)
      stop()
    })()
  },
  fetch_next_empty() {
    const { db } = database()
    engine(function* () {
      const cur = db.collection('nothing').find()
      log(repr(yield cur.fetchNext))
      log(`next_object ${repr(cur.nextObject())}`)
      stop()
    })()
  },
  op_raises_error() {
    const { foo } = database()
    engine(function* () {
      const i = uid()
      const { insertedId }: { insertedId: unknown } = yield new Op(foo.insertOne, { _id: i })
      log(`Op -> ${repr(insertedId === i)}`)
      try {
        yield new Op(foo.insertOne, { _id: i })
      } catch (error) {
        if (!(error instanceof DuplicateKeyError)) throw error
        log('DuplicateKeyError raised at the yield')
      }
      stop()
    })()
  },
  plain_gen_task_gives_arguments() {
    const { matches } = database()
    engine(function* () {
      const r: Arguments = yield new Task(matches.findOne, { _id: 3 })
      log(`${r.constructor.name} args=(doc ${(r.args[0] as Document)._id}, ${repr(r.args[1])})`)
      stop()
    })()
  },
  wait_all_ops_first_error() {
    const { foo } = database()
    engine(function* () {
      const i = uid()
      yield new Op(foo.insertOne, { _id: i })
      foo.insertOne({ _id: i + 1 }, yield new Callback('ok'))
      foo.insertOne({ _id: i }, yield new Callback('dup'))
      try {
        yield new WaitAllOps(['ok', 'dup'])
      } catch (error) {
        if (!(error instanceof DuplicateKeyError)) throw error
        log('DuplicateKeyError')
      }
      const { insertedId }: { insertedId: unknown } = yield new WaitOp('ok')
      log(`other key still pending: ${repr(insertedId === i + 1)}`)
      stop()
    })()
  },
  close_cursor_then_continue() {
    const { matches } = database()
    engine(function* () {
      const cur = matches.find().batchSize(10)
      yield cur.fetchNext
      yield new Op(cur.close)
      log(`alive=${repr(cur.alive)} (buffered docs remain), buffer=${cur.bufferSize()}`)
      let n = 0
      while (yield cur.fetchNext) {
        cur.nextObject()
        n += 1
      }
      log(`${n} buffered docs still readable`)
      stop()
    })()
  },
  rewind_and_clone() {
    const { matches } = database()
    engine(function* () {
      const cur = matches.find().limit(2)
      let n = 0
      for (let round = 0; round < 2; round += 1) {
        while (yield cur.fetchNext) {
          cur.nextObject()
          n += 1
        }
        log(`rewind returns self: ${repr(cur.rewind() === cur)}`)
      }
      log(`total ${n}`)
      stop()
    })()
  },
  tail_started_cursor() {
    const { matches } = database()
    engine(function* () {
      const cur = matches.find()
      yield cur.fetchNext
      try {
        cur.tail(() => 0)
      } catch (error) {
        if (!(error instanceof InvalidOperation)) throw error
        log(`InvalidOperation: ${error.message}`)
      }
      stop()
    })()
  },
}

export const scenario = (name: string): void => play(SCENARIOS[name])
