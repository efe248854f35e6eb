/** How much threads may share: what ends the program, and what doesn't count. */
import { expect, it } from 'vitest'
import { Machine } from './machine.ts'

const lock = { object: 'lock 1', permits: 1 }
const acquire = { op: 'acquire', ...lock } as const
const release = { op: 'release', ...lock, bounded: true } as const
const take = { op: 'take', object: 'queue 1' } as const
const put = (value: unknown, limit = 0) => ({ op: 'put', object: 'queue 1', limit, value }) as const

function one(): { machine: Machine; thread: number } {
  const machine = new Machine()
  return { machine, thread: machine.thread() }
}

const killed = (machine: Machine) =>
  machine.effects().flatMap((effect) => (effect.kind === 'kill' ? [effect.reason] : []))

it('ends a program that uses too many objects, not one that has used many', () => {
  const { machine, thread } = one()
  const use = (n: number) => machine.block(thread, { ...acquire, object: `lock ${n}` })
  for (let n = 0; n < 1000; n += 1) {
    use(n)
    machine.post(thread, { ...release, object: `lock ${n}` })
  }
  for (let n = 0; n < 1000; n += 1) use(n)
  expect(killed(machine)).toEqual([])
  use(1000)
  expect(killed(machine)).toEqual(['object limit: the program uses more than 1000 locks and queues at once'])
})

it('counts nothing for which somebody has waited long enough', () => {
  const { machine, thread } = one()
  for (let n = 0; n < 2000; n += 1) {
    machine.block(thread, { ...take, object: `queue ${n}`, timeout: 1 })
    machine.pass(1000)
    expect(machine.woken()).toMatchObject([[thread, [{ err: 'ETIMEDOUT' }]]])
  }
  expect(killed(machine)).toEqual([])
})

it('counts values that wait for room in a queue, and no longer when they gave up', () => {
  const { machine, thread } = one()
  const text = 'x'.repeat(1 << 20)
  machine.block(thread, put('first', 1))
  for (let n = 0; n < 20; n += 1) machine.block(thread, { ...put(text, 1), timeout: 0 })
  for (let n = 0; n < 15; n += 1) machine.post(thread, put(text, 1))
  expect(killed(machine)).toEqual([])
  machine.post(thread, put(text, 1))
  expect(killed(machine)).toHaveLength(1)
})

it('ends a program that lets too much lie in queues', () => {
  const { machine, thread } = one()
  const text = 'x'.repeat(1 << 20)
  for (let n = 0; n < 15; n += 1) machine.block(thread, put(text))
  machine.block(thread, take)
  machine.block(thread, put(text))
  expect(killed(machine)).toEqual([])
  machine.block(thread, put(text))
  const reason = 'queue limit: what lies in queues and in results of threads is more than 16 MiB'
  expect(killed(machine)).toEqual([reason])
})

it('ends a program that puts too many values into one queue', () => {
  const { machine, thread } = one()
  for (let n = 0; n < 10_000; n += 1) machine.block(thread, put(n))
  expect(killed(machine)).toEqual([])
  machine.block(thread, put(0))
  expect(killed(machine)).toEqual(['queue limit: the program put more than 10,000 values into queue 1'])
})
