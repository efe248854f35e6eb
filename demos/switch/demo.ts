import {
  allAnswered,
  oneThread,
  printsInOrder,
  switches,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'Leave a function in the middle',
  question:
    'Ann and Ben stand deep in their functions. How can they play?',
  clients: 1,
  requests: 2,
  latency: 0,
  paths: ['/'],
  mode: 'burst',
  moment: 0.6,
  claims: {
    greenlets: [
      allAnswered(),
      oneThread(),
      printsInOrder(
        ['ann has ball 1', 'ben has ball 2', 'ann has ball 3'],
        'They hand a ball to each other.',
      ),
      printsInOrder(
        ['ben has ball 4', 'ann has ball 1', 'ben has ball 2'],
        'Later both go on where they stood.',
      ),
      switches(10),
    ],
  },
  edits: [
    {
      name: 'play-alone',
      label: 'Ann switches to herself',
      style: 'greenlets',
      replace: [
        {
          find: '    const next = mine < 4 ? other : umpire',
          with: '    const next = mine < 4 ? getcurrent() : umpire',
        },
      ],
      claims: [
        allAnswered(),
        oneThread(),
        printsInOrder(
          ['ann has ball 1', 'ann has ball 2', 'ann has ball 3'],
          'Whoever switches to herself gets her own ball.',
        ),
        switches(4),
      ],
    },
  ],
}

export default demo
