/** The switch demo: another way to play breaks what it promises. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { only, requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

it('breaks the number of switches alone if somebody else has a turn', async () => {
  const changes: [string, string][] = [
    ['respond(client, ann', 'respond(client, new Greenlet(() => 0).switch() || ann'],
  ]
  expect(await brokenBy('switch', 'greenlets', changes)).toEqual(['switches'])
})

it('breaks the order and the number of switches if Ann plays alone', async () => {
  const [alone] = demoNamed('switch')!.edits
  const source = applyEdit(programOf('switch', 'greenlets')!, alone!)
  expect(await brokenBy('switch', 'greenlets', [], { source })).toEqual([
    'printsInOrder',
    'printsInOrder',
    'switches',
  ])
})

it('breaks allAnswered, and what the second request shows, if nobody answers', async () => {
  const changes: [string, string][] = [['respond(client, ann.switch(1))', 'if (respond) ann.switch(1)']]
  expect(await brokenBy('switch', 'greenlets', changes)).toEqual(['allAnswered', 'printsInOrder', 'switches'])
})

it('leaves each player where he stands, with all the functions that he is in', async () => {
  const switches = only(await simulate(requestOf('switch', 'greenlets')), 'switch')
  const stackOf = (lane: string) => switches.find(({ from }) => from === lane)!.stacks[0]
  const playing = (lane: string) => stackOf(lane).filter((name) => name === 'play').length
  expect(playing('greenlet:1')).toBe(2)
  expect(playing('greenlet:2')).toBe(5)
})
