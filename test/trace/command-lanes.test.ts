/** What a connection's lane shows of each command, and what its request waits for meanwhile. */
import { describe, expect, it } from 'vitest'
import { modelOf } from '../../server/trace/model-builder.ts'
import { narrate } from '../../server/trace/narrate.ts'
import { spanOf, story } from './reading.ts'
import { Recording } from './recording.ts'
import { loginsRun } from './styles.ts'

describe('the lane of a connection', () => {
  it('shows a command waiting for its turn, then the database at work, then the reply on its way', () => {
    const model = modelOf(loginsRun(4))
    expect(story(model, 'mongo:3')).toEqual(['turn #3 0-100', 'running #3 100-200', 'answer #3 200-220'])
    expect(story(model, 'mongo:1')).toEqual(['running #1 0-100', 'answer #1 100-120'])
    expect(spanOf(model, 'mongo:3', 50_000)).toMatchObject({
      label: 'waits for the lock',
      why: 'update app.users {name} → 1 waits for the lock of app.users: #1 has it',
    })
    expect(spanOf(model, 'mongo:3', 150_000)?.label).toBe('update app.users {name} → 1')
  })

  it('shows commands that are not over', () => {
    const run = new Recording({ style: 'threads' })
      .open('mongo:1', 'connection 1')
      .open('mongo:2', 'connection 2')
    run.arrive(1).arrive(2).write(1, 1).serve(1, 1).write(2, 2, 1).after(30)
    const model = modelOf(run.say('run', 0, { kind: 'mark', name: 'now' }).events)
    expect(story(model, 'mongo:1')).toEqual(['running #1 0-30'])
    expect(story(model, 'mongo:2')).toEqual(['turn #2 0-30'])
  })

  it('shows waiting for an answer alone where nobody says when service began', () => {
    const run = new Recording({ style: 'threads' }).open('mongo:1', 'a').arrive(1).query(1, 1).after(9)
    expect(story(modelOf(run.reply(1, 1).end()), 'mongo:1')).toEqual(['answer #1 0-9'])
  })

  it('says which thing was waited for', () => {
    const run = new Recording({ style: 'threads' }).open('mongo:1', 'a').arrive(1)
    const label = 'find worldcup.matches {team}'
    run.say('mongo:1', 1, { kind: 'command-queued', op: 1, label, setup: false, waits: 'thread' }).after(3)
    const model = modelOf(run.serve(1, 1, 'thread').after(1).reply(1, 1).end())
    expect(spanOf(model, 'mongo:1', 0)).toMatchObject({
      label: 'waits for the thread',
      why: `${label} → 7 waits for a thread of the database`,
    })
  })
})

describe('the request of a command', () => {
  it('waits for an answer all the time: for the lock first', () => {
    const model = modelOf(loginsRun(4))
    expect(story(model, 'client:3')).toEqual(['answer #3 0-100', 'answer #3 100-220'])
    expect(spanOf(model, 'client:3', 50_000)).toMatchObject({
      label: 'the lock of app.users',
      why: 'connection 3: update app.users {name} waits for the lock of app.users: #1 has it',
    })
    const { time, latency } = model.requests[2]!
    expect(time.answer).toBe(latency)
  })

  it('has its wait for the lock told', () => {
    expect(narrate(modelOf(loginsRun(4)), 3).map(({ text }) => text)).toContain(
      '0 ms: #3 waits 100 ms for the lock of app.users.',
    )
  })
})
