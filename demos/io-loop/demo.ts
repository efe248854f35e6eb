import {
  pollsAtMost,
  pollsOver,
  prints,
  printsInOrder,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

/** What Tornado logged for the same program. */
const LOG = [
  'cb1',
  'cb2',
  'timeout',
  'handler',
  'cb added by cb1',
  'cb from timeout',
  'cb from handler',
]

const phases = printsInOrder(
  ['cb1', 'cb2', 'timeout', 'handler'],
  'Callbacks come first, then timeouts, then handlers.',
)

const demo: Demo = {
  title: 'One turn of the loop',
  question:
    'A callback, a timeout and a handler are all due. Who is first?',
  clients: 1,
  requests: 1,
  latency: 0,
  paths: ['/'],
  mode: 'burst',
  moment: 0.1,
  claims: {
    callbacks: [
      phases,
      printsInOrder(LOG, 'What they add waits for the next turn.'),
      pollsAtMost(2),
    ],
  },
  edits: [
    {
      name: 'at-once',
      label: 'Call at once',
      style: 'callbacks',
      replace: [
        {
          find: 'loop.addCallback(() => log(text))',
          with: 'log(text)',
        },
      ],
      claims: [
        phases,
        printsInOrder(
          ['cb1', 'cb added by cb1', 'cb2'],
          'What it adds pushes in before others.',
        ),
        pollsAtMost(2),
      ],
    },
    {
      name: 'do-not-read',
      label: 'Forget to read',
      style: 'callbacks',
      replace: [{ find: '  socket.recv(1)\n', with: '' }],
      claims: [
        phases,
        prints('handler', 'The handler is called again and again.'),
        pollsOver(10),
      ],
    },
  ],
  recorded: {
    system: 'tornado-2.4.1',
    scenario: 'loop_order',
    log: LOG,
  },
}

export default demo
