import {
  loopNeverBlockedOver,
  oneThread,
  pollsAtMost,
  prints,
  printsInOrder,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'A cursor that waits',
  question: 'Who tells that something new is in the collection?',
  clients: 1,
  requests: 1,
  latency: 20,
  paths: ['/'],
  mode: 'burst',
  moment: 0.6,
  claims: {
    async: [
      oneThread(),
      printsInOrder(
        ['goal: 0:1', 'seen: 0:1', 'goal: 0:5', 'seen: 0:5'],
        'Each goal is seen before the next one.',
      ),
      prints('seen: 1:7', 'The last goal is seen.'),
      pollsAtMost(60),
      loopNeverBlockedOver(10),
    ],
  },
  edits: [
    {
      name: 'not-capped',
      label: 'A collection without an end',
      style: 'async',
      replace: [
        { find: '{ capped: true, size: 100_000 }', with: '{}' },
      ],
      claims: [
        oneThread(),
        prints(
          'tailable cursor requested on non capped collection',
          'Only capped collections can be tailed.',
        ),
      ],
    },
  ],
}

export default demo
