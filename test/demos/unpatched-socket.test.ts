/** The unpatched-socket demo: which call stops everybody, and which order mends it. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

const [mended] = demoNamed('unpatched-socket')!.edits

it('breaks what it promises about waiting, and nothing else, if it patches first', async () => {
  const source = applyEdit(programOf('unpatched-socket', 'greenlets')!, mended!)
  const broken = await brokenBy('unpatched-socket', 'greenlets', [], { source })
  expect(broken).toEqual(['loopBlockedOver', 'answeredAfterAll'])
})

it('breaks the same if each recv is looked up when it is called', async () => {
  const changes: [string, string][] = [['recv.call(service, 4096)', 'service.recv(4096)']]
  const broken = await brokenBy('unpatched-socket', 'greenlets', changes)
  expect(broken).toEqual(['loopBlockedOver', 'answeredAfterAll'])
})

it('keeps none of the promises about time as long as one call blocks', async () => {
  const figures = statistics(await simulate(requestOf('unpatched-socket', 'greenlets')))
  const broken = mended!.claims.filter((claim) => claim.check(figures) !== true)
  expect(broken.map(({ name }) => name)).toEqual([
    'loopNeverBlockedOver',
    'answeredWithin',
    'answeredTogether',
  ])
})
