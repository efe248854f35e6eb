import { describe, expect, it } from 'vitest'
import type { CommandWait, DatabaseDials } from '../../server/kernel/events.ts'
import { type Job, ServiceQueue } from '../../server/mongo/service.ts'
import { randomBySeed } from '../../server/runtime/load/random.ts'

type Said = [op: number, what: 'begins' | 'ends', at: number, waited?: CommandWait]

interface Asked {
  writes?: boolean
  namespace?: string
  patient?: boolean
  /** Documents it is answered with as soon as it begins; false: it isn't. */
  documents?: number | false
}

const half = () => 0.5

/** A queue, jobs for it that are answered when they begin, and what happens to them, µs. */
function queueWith(
  dials: DatabaseDials,
  { latency = 0, random = half }: { latency?: number; random?: () => number } = {},
) {
  const queue = new ServiceQueue({ latency, dials, random })
  const said: Said[] = []
  let ops = 0
  const job = ({
    writes = false,
    namespace = 'app.users',
    patient = false,
    documents = 0,
  }: Asked = {}): Job => {
    const op = ++ops
    const one: Job = {
      op,
      namespace,
      writes,
      patient,
      begin: (now, waited) => {
        said.push(waited === undefined ? [op, 'begins', now] : [op, 'begins', now, waited])
        if (documents !== false) queue.answered(one, documents, now)
      },
      end: (now) => void said.push([op, 'ends', now]),
    }
    return one
  }
  /** Lets all happen that happens by itself. */
  const run = () => {
    for (let next = queue.nextDeadline; next !== undefined; next = queue.nextDeadline) queue.advance(next)
    return said
  }
  return { queue, job, said, run }
}

const WRITE = { writes: true }

describe('without dials', () => {
  it('everything is served when it comes, and takes no time', () => {
    const { queue, job, said } = queueWith({})
    for (let n = 0; n < 3; n++) queue.enter(job(n === 1 ? WRITE : {}), 7)
    expect(said.filter(([, what]) => what === 'begins')).toEqual([1, 2, 3].map((op) => [op, 'begins', 7]))
    expect(said.filter(([, what]) => what === 'ends')).toEqual([1, 2, 3].map((op) => [op, 'ends', 7]))
    expect(queue.nextDeadline).toBeUndefined()
  })
})

describe('the time of service', () => {
  it('is that of reads or of writes, and of each document on top', () => {
    const { queue, job, run } = queueWith({ service: { read: 1, write: 20, document: 0.5 } })
    queue.enter(job({ documents: 4 }), 0)
    queue.enter(job({ ...WRITE, documents: 1 }), 100)
    expect(run()).toEqual([
      [1, 'begins', 0],
      [2, 'begins', 100],
      [1, 'ends', 3000],
      [2, 'ends', 20_600],
    ])
  })

  it('is longer if the database takes longer to answer', () => {
    const { queue, job, said } = queueWith({ service: { read: 1 } })
    const slow = job({ documents: false })
    queue.enter(slow, 0)
    queue.advance(5000)
    expect(queue.nextDeadline).toBeUndefined()
    queue.answered(slow, 3, 8000)
    expect(said).toEqual([
      [1, 'begins', 0],
      [1, 'ends', 8000],
    ])
  })
})

describe('threads', () => {
  it('serve so many at once, the others in the order in which they came', () => {
    const { queue, job, run } = queueWith({ threads: 2, service: { read: 1 } })
    for (let n = 0; n < 5; n++) queue.enter(job(), n)
    expect(run().filter(([, what]) => what === 'begins')).toEqual([
      [1, 'begins', 0],
      [2, 'begins', 1],
      [3, 'begins', 1000, 'thread'],
      [4, 'begins', 1001, 'thread'],
      [5, 'begins', 2000, 'thread'],
    ])
  })

  it('are given back by a command that waits inside the database for something to happen', () => {
    const { queue, job, said, run } = queueWith({ threads: 1, service: { read: 1 } })
    const tail = job({ patient: true, documents: false })
    queue.enter(tail, 0)
    queue.enter(job(), 10)
    run()
    queue.answered(tail, 1, 9000)
    expect(said).toEqual([
      [1, 'begins', 0],
      [2, 'begins', 1000, 'thread'],
      [2, 'ends', 2000],
      [1, 'ends', 9000],
    ])
  })
})

describe('a lock on writes', () => {
  const dials = { lock: 'writes', service: { read: 1, write: 10 } } as const

  it('lets one write after another to the same collection, first come, first served', () => {
    const { queue, job, run } = queueWith(dials)
    for (let n = 0; n < 3; n++) queue.enter(job(WRITE), n)
    expect(run()).toEqual([
      [1, 'begins', 0],
      [1, 'ends', 10_000],
      [2, 'begins', 10_000, 'lock'],
      [2, 'ends', 20_000],
      [3, 'begins', 20_000, 'lock'],
      [3, 'ends', 30_000],
    ])
  })

  it('keeps neither reads of that collection nor writes to another one', () => {
    const { queue, job, run } = queueWith(dials)
    queue.enter(job(WRITE), 0)
    queue.enter(job(), 1)
    queue.enter(job({ ...WRITE, namespace: 'app.log' }), 2)
    expect(run().filter(([, what]) => what === 'begins')).toEqual([
      [1, 'begins', 0],
      [2, 'begins', 1],
      [3, 'begins', 2],
    ])
  })

  it('takes no thread from others while it is waited for', () => {
    const { queue, job, run } = queueWith({ ...dials, threads: 2 })
    for (let n = 0; n < 4; n++) queue.enter(job(WRITE), 0)
    queue.enter(job(), 5)
    expect(run()).toContainEqual([5, 'begins', 5])
  })

  it('is kept from nobody by a command that waits inside the database for something to happen', () => {
    const { queue, job, said } = queueWith(dials)
    queue.enter(job({ ...WRITE, patient: true, documents: false }), 0)
    queue.enter(job(WRITE), 5)
    queue.advance(10_000)
    expect(said).toEqual([
      [1, 'begins', 0],
      [2, 'begins', 10_000, 'lock'],
    ])
    expect(queue.obstacle(job(WRITE))).toEqual({ waits: 'lock', behind: 2 })
  })

  it('says before a command comes what would keep it, and who has that', () => {
    const { queue, job } = queueWith({ ...dials, threads: 1 })
    queue.enter(job(WRITE), 0)
    expect(queue.obstacle(job(WRITE))).toEqual({ waits: 'lock', behind: 1 })
    expect(queue.obstacle(job())).toEqual({ waits: 'thread' })
  })

  it('is free again when the one who waits for it leaves, and when the one who has it does', () => {
    const { queue, job, said, run } = queueWith(dials)
    const jobs = [job({ ...WRITE, documents: false }), job(WRITE), job(WRITE)]
    for (const each of jobs) queue.enter(each, 0)
    expect(queue.leave(jobs[1]!, 5)).toBe(true)
    expect(queue.leave(jobs[0]!, 6)).toBe(false)
    run()
    expect(said.filter(([, what]) => what === 'begins')).toEqual([
      [1, 'begins', 0],
      [3, 'begins', 10_000, 'lock'],
    ])
  })
})

describe('a lock on all', () => {
  const dials = { lock: 'all', service: { read: 1, write: 10 } } as const

  it('makes reads wait for a write and writes for reads, but no read for another', () => {
    const { queue, job, run } = queueWith(dials)
    queue.enter(job(), 0)
    queue.enter(job(), 1)
    queue.enter(job(WRITE), 2)
    queue.enter(job(), 3)
    expect(run().filter(([, what]) => what === 'begins')).toEqual([
      [1, 'begins', 0],
      [2, 'begins', 1],
      [3, 'begins', 1001, 'lock'],
      [4, 'begins', 11_001, 'lock'],
    ])
  })
})

describe('jitter', () => {
  const dials = { jitter: 0.5, service: { read: 10 } }

  it('makes service and latency longer or shorter by at most its share', () => {
    const { queue, job, said, run } = queueWith(dials, { latency: 1000, random: randomBySeed(3) })
    const latencies = Array.from({ length: 200 }, () => queue.latency())
    for (let n = 0; n < 200; n++) queue.enter(job(), 0)
    run()
    const times = said.flatMap(([, what, at]) => (what === 'ends' ? [at] : []))
    for (const [values, least, most] of [
      [latencies, 500, 1500],
      [times, 5000, 15_000],
    ] as const) {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(least)
      expect(Math.max(...values)).toBeLessThanOrEqual(most)
      expect(new Set(values).size).toBeGreaterThan(100)
    }
  })

  it('is the same for the same seed, and asks for no number where it is not dialled', () => {
    const timesOf = (seed: number) => {
      const { queue, job, run } = queueWith(dials, { random: randomBySeed(seed) })
      for (let n = 0; n < 20; n++) queue.enter(job(), n)
      return run()
    }
    expect(timesOf(1)).toEqual(timesOf(1))
    expect(timesOf(1)).not.toEqual(timesOf(2))
    const never = () => {
      throw new Error('nobody should ask')
    }
    const { queue, job, run } = queueWith({ service: { read: 10 } }, { latency: 5, random: never })
    queue.enter(job(), 0)
    expect(queue.latency()).toBe(5)
    expect(run()).toHaveLength(2)
  })
})

it('serves each command once, never more at once than there are threads, and never two writes to one collection', () => {
  const random = randomBySeed(11)
  const pick = (count: number) => Math.floor(random() * count)
  const dials = { threads: 3, lock: 'writes', jitter: 0.9, service: { read: 1, write: 4 } } as const
  const { queue, job, said, run } = queueWith(dials, { random })
  const asked = new Map<number, Job>()
  for (let n = 0, now = 0; n < 300; n++, now += pick(2000)) {
    for (let next = queue.nextDeadline; next !== undefined && next <= now; next = queue.nextDeadline)
      queue.advance(next)
    const one = job({ writes: pick(2) === 0, namespace: `app.${pick(2)}` })
    asked.set(one.op, one)
    queue.enter(one, now)
  }
  run()
  const serving = new Set<Job>()
  for (const [op, what] of said) {
    const one = asked.get(op)!
    if (what === 'ends') expect(serving.delete(one)).toBe(true)
    else {
      const rivals = [...serving].filter(
        ({ writes, namespace }) => writes && one.writes && namespace === one.namespace,
      )
      expect(rivals).toEqual([])
      serving.add(one)
    }
    expect(serving.size).toBeLessThanOrEqual(3)
  }
  expect(said.filter(([, what]) => what === 'ends')).toHaveLength(300)
})
