import {
  allAnswered,
  answeredAfterAll,
  answeredWithin,
  neverPrints,
  nobodyWaitsForLock,
  prints,
  printsInOrder,
  threadPerClient,
  waitsForLock,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const everyoneCounts = prints(
  'visitor 8',
  'The last of eight is visitor 8.',
)

const demo: Demo = {
  title: 'One counter, eight threads',
  question: 'Eight visitors come at once. Who is number eight?',
  clients: 8,
  requests: 1,
  latency: 100,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    threads: [
      allAnswered(),
      threadPerClient(),
      waitsForLock(),
      printsInOrder(
        Array.from({ length: 8 }, (_, n) => `visitor ${n + 1}`),
        'They are numbered from 1 to 8.',
      ),
      answeredAfterAll(),
    ],
  },
  edits: [
    {
      name: 'no-lock',
      label: 'Without the lock',
      style: 'threads',
      replace: [
        { find: '    lock.acquire()\n', with: '' },
        { find: '    lock.release()\n', with: '' },
      ],
      claims: [
        allAnswered(),
        nobodyWaitsForLock(),
        neverPrints(
          'visitor 8',
          'Nobody is number 8: visits are lost.',
        ),
        answeredWithin(2),
      ],
    },
    {
      name: 'one-go',
      label: 'Count in one go',
      style: 'threads',
      replace: [
        { find: '    lock.acquire()\n', with: '' },
        { find: 'visitors.get() + 1', with: 'visitors.add()' },
        { find: '    visitors.set(number)\n', with: '' },
        { find: '    lock.release()\n', with: '' },
      ],
      claims: [
        allAnswered(),
        nobodyWaitsForLock(),
        everyoneCounts,
        answeredWithin(2),
      ],
    },
  ],
}

export default demo
