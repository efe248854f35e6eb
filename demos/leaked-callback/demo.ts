import {
  allAnswered,
  neverPrints,
  oneThread,
  prints,
  printsInOrder,
  queriesAtOnce,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const LEAKED =
  "LeakedCallbackError: finished without waiting for callbacks {'japan'}"

const demo: Demo = {
  title: 'A callback that nobody waits for',
  question:
    'It asks for two matches, and waits for one. Does that matter?',
  clients: 2,
  requests: 1,
  latency: 100,
  paths: ['/', '/later'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    coroutines: [
      allAnswered(),
      oneThread(),
      queriesAtOnce(2),
      printsInOrder(
        ['end of generator', LEAKED],
        'It answers; then it says what leaked.',
      ),
      prints('Cannot send error response after headers written'),
    ],
  },
  edits: [
    {
      name: 'wait-for-both',
      label: 'Wait for both',
      style: 'coroutines',
      replace: [
        {
          find: "      this.finish(yield new WaitOp('ghana'))\n",
          with: "      const first = new WaitOp('japan')\n      const second = new WaitOp('ghana')\n      this.finish(yield [first, second])\n",
        },
      ],
      claims: [allAnswered(), neverPrints('LeakedCallbackError')],
    },
  ],
  recorded: {
    system: 'tornado-2.4.1',
    scenario: 'gen_leaked_callback',
    log: [
      'end of generator',
      'raised to caller: LeakedCallbackError("finished without waiting for callbacks {\'k\'}")',
    ],
  },
}

export default demo
