import {
  allAnswered,
  loopBlockedOver,
  loopNeverBlockedOver,
  oneThread,
  printsInOrder,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'One who never lets go',
  question:
    'One greenlet thinks for 50 ms. What do the others do meanwhile?',
  clients: 4,
  requests: 1,
  latency: 0,
  paths: ['/think', '/a', '/b', '/c'],
  mode: 'burst',
  moment: 0.4,
  claims: {
    greenlets: [
      allAnswered(),
      oneThread(),
      loopBlockedOver(45),
      printsInOrder(
        ['answers /think', 'answers /a'],
        'Nobody can interrupt it: all others come after.',
      ),
    ],
  },
  recorded: {
    system: 'gevent-22.10.2',
    scenario: 'cooperative_not_preemptive',
    log: ['spin done', 'other ran after >=50ms'],
  },
  edits: [
    {
      name: 'let-others-go-on',
      label: 'sleep(0) in the loop',
      style: 'greenlets',
      replace: [
        {
          find: "import { monkey } from 'gevent'",
          with: "import { monkey, sleep } from 'gevent'",
        },
        {
          find: '    computeForOneMillisecond()\n',
          with: '    computeForOneMillisecond()\n    sleep(0)\n',
        },
      ],
      claims: [
        allAnswered(),
        oneThread(),
        loopNeverBlockedOver(10),
        printsInOrder(
          ['answers /c', 'answers /think'],
          'The others go on in between.',
        ),
      ],
    },
  ],
}

export default demo
