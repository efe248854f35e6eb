import {
  allAnswered,
  loopBlockedOver,
  loopNeverBlockedOver,
  neverPrints,
  noCursorLeft,
  oneThread,
  prints,
  queriesOverlap,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const STREAMED = 'more to come: true'

const demo: Demo = {
  title: 'Motor with callbacks',
  question: 'Must it have all matches before it sends the first one?',
  clients: 4,
  requests: 1,
  latency: 50,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    callbacks: [
      allAnswered(),
      oneThread(),
      queriesOverlap(),
      prints(STREAMED, 'The first match leaves before the last comes.'),
      noCursorLeft(),
      loopNeverBlockedOver(10),
    ],
  },
  edits: [
    {
      name: 'one-batch',
      label: 'All in one batch',
      style: 'callbacks',
      replace: [{ find: '.batchSize(16)', with: '' }],
      claims: [
        allAnswered(),
        oneThread(),
        neverPrints(STREAMED, 'All are there when the first leaves.'),
        noCursorLeft(),
        loopBlockedOver(10),
      ],
    },
  ],
}

export default demo
