/** Motor 0.1's recorded scenarios (motor-0.1.py.txt): what operations do with and without a callback, and opening a client. */
import { keywords } from 'keywords'
import { InvalidOperation } from 'pymongo-errors'
import {
  client,
  database,
  L,
  nameOf,
  nostart,
  play,
  type Scenarios,
  shown,
  stop,
  uid,
  unopened,
} from './motor-prelude.ts'
import { log, repr, ValueError } from './prelude.ts'

const SCENARIOS: Scenarios = {
  unopened_client() {
    try {
      unopened().db('worldcup')
    } catch (error) {
      if (!(error instanceof InvalidOperation)) throw error
      log(`InvalidOperation: ${error.message}`)
    }
    nostart()
  },
  open_callback_gets_client() {
    const x = unopened()
    x.open((r, e) => {
      log(`callback(client is self: ${repr(r === x)}, error=${repr(e)})`)
      x.open((r2, e2) => {
        log(`open() when already open: callback again (${repr(r2 === x)}, ${repr(e2)})`)
        stop()
      })
    })
    log(`open() returned None, connected=${repr(x.connected)}`)
  },
  open_refused() {
    const x = unopened(1)
    x.open((r, e) => {
      log(`callback(${repr(r)}, ${shown(e)})`)
      stop()
    })
    log('open() returned')
  },
  find_one_missing() {
    const { matches } = database()
    matches.findOne({ _id: 'nope' }, (r, e) => {
      log(`callback(${repr(r)}, ${repr(e)})`)
      stop()
    })
  },
  read_requires_callback() {
    const { matches } = database()
    typeError(() => matches.findOne({}))
    typeError(() => matches.findOne({}, keywords({ callback: 5 }) as never))
    try {
      matches.find({}, (() => 0) as never)
    } catch (error) {
      log(`find: InvalidOperation: ${(error as Error).message.slice(0, 70)}`)
    }
    nostart()
  },
  insert_with_callback_is_acknowledged() {
    const { foo } = database()
    const i = uid()
    foo.insertOne({ _id: i }, (r, e) => {
      log(`callback(_id echoed: ${repr(r?.insertedId === i)}, ${repr(e)})`)
      foo.insertOne({ _id: i }, (r2, e2) => {
        log(`duplicate: callback(${repr(r2)}, ${nameOf(e2)})`)
        stop()
      })
    })
  },
  insert_w0_with_callback() {
    const { foo } = database()
    const i = uid()
    foo.insertOne({ _id: i })
    foo.insertOne({ _id: i }, { w: 0 }, (r, e) => {
      log(`callback(_id echoed: ${repr(r?.insertedId === i)}, ${repr(e)}) although duplicate`)
      stop()
    })
  },
  callback_exception_is_logged_and_loop_survives() {
    const { matches } = database()
    matches.findOne({ _id: 1 }, () => {
      L.addCallback(() =>
        matches.findOne({ _id: 2 }, (r) => {
          log(`next op still works: ${r?._id}`)
          stop()
        }),
      )
      throw new ValueError('user bug')
    })
  },
  no_callback_error_raises_in_caller() {
    const { foo } = database()
    try {
      foo.insertOne({ a: () => 0 })
    } catch (error) {
      log(`${nameOf(error)} raised to caller: ${(error as Error).message.slice(0, 60)}`)
    }
    nostart()
  },
  dotted_names_and_subscript() {
    const db = client().db('worldcup')
    const bar = db.collection('foo').collection('bar')
    log(`${bar.fullName} ${db.collection('x').fullName} ${bar.constructor.name}`)
    nostart()
  },
}

function typeError(body: () => unknown): void {
  try {
    body()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    log(`TypeError: ${error.message}`)
  }
}

export const scenario = (name: string): void => play(SCENARIOS[name])
