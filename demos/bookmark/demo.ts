import {
  allAnswered,
  oneThread,
  printsInOrder,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'A bookmark in a function',
  question:
    'Calling it runs none of it. When does it run, and how far?',
  clients: 1,
  requests: 5,
  latency: 0,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    coroutines: [
      allAnswered(),
      oneThread(),
      printsInOrder(
        ['nothing was asked yet', 'begins'],
        'Calling it runs none of it.',
      ),
      printsInOrder(
        ['begins', 'is at 0', 'is at 1', 'is at 2', 'is at 3'],
        'Each request runs it from yield to yield.',
      ),
    ],
  },
  edits: [
    {
      name: 'all-at-once',
      label: 'All of it at once',
      style: 'coroutines',
      replace: [
        {
          find: '= fibonacci()',
          with: '= [...fibonacci()].values()',
        },
      ],
      claims: [
        allAnswered(),
        printsInOrder(
          ['begins', 'is at 3', 'nothing was asked yet'],
          'All of it has run before anybody asks.',
        ),
      ],
    },
  ],
}

export default demo
