import {
  allAnswered,
  answeredWithin,
  neverPrints,
  oneThread,
  queriesAtOnce,
  queriesOneAfterAnother,
  togetherOver,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'Two queries at once',
  question:
    'One page needs two queries of 200 ms each. How long does it take?',
  clients: 1,
  requests: 1,
  latency: 200,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    coroutines: [
      allAnswered(),
      oneThread(),
      queriesAtOnce(2),
      answeredWithin(1.5),
      neverPrints('Error'),
    ],
  },
  edits: [
    {
      name: 'wait-between',
      label: 'Wait before asking again',
      style: 'coroutines',
      replace: [
        {
          find: "      ghana.toList(yield new Callback('G'))\n      const first = yield new WaitOp('G')\n      const second = yield new WaitOp('J')\n",
          with: "      const second = yield new WaitOp('J')\n      ghana.toList(yield new Callback('G'))\n      const first = yield new WaitOp('G')\n",
        },
      ],
      claims: [
        allAnswered(),
        queriesOneAfterAnother(),
        togetherOver(400),
      ],
    },
  ],
}

export default demo
