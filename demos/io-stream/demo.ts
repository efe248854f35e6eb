import {
  allAnswered,
  neverAnswered,
  neverPrints,
  oneThread,
  prints,
  printsInOrder,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'A stream calls back',
  question: 'All bytes are there already. When does a read call back?',
  clients: 1,
  requests: 2,
  latency: 0,
  paths: ['/matches'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    callbacks: [
      allAnswered(),
      oneThread(),
      printsInOrder(
        [
          'readBytes returned',
          'readBytes: GET',
          'readUntil returned',
          'readUntil: ',
          'write returned',
          'written',
        ],
        'Each call returns before it calls back.',
      ),
    ],
  },
  edits: [
    {
      name: 'ask-for-more',
      label: 'Ask for 400 bytes',
      style: 'callbacks',
      replace: [{ find: 'readBytes(4,', with: 'readBytes(400,' }],
      claims: [
        neverAnswered(1),
        prints('readBytes returned', 'The call returns at once.'),
        neverPrints(
          'readBytes: ',
          'It calls back with all or nothing.',
        ),
      ],
    },
  ],
}

export default demo
