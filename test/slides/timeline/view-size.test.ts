import { expect, it } from 'vitest'
import { viewOptions } from '../../../slides/timeline/view-size.ts'

it('a phone shows who waits and whether anybody works, a stage all lanes', () => {
  expect(viewOptions(327, 310)).toMatchObject({ width: 327, height: 310, lanes: ['client', 'cpu'] })
  expect(viewOptions(486, 330)).not.toHaveProperty('lanes')
  expect(viewOptions(486, 330, ['client', 'thread'])).toMatchObject({ lanes: ['client', 'thread'] })
  expect(viewOptions(327, 310, ['cpu', 'greenlet'])).toMatchObject({ lanes: ['cpu', 'greenlet'] })
  expect(viewOptions(486, 330).labelWidth).toBeLessThan(viewOptions(1200, 330).labelWidth!)
})
