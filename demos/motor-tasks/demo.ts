import {
  allAnswered,
  answersWith,
  loopNeverBlockedOver,
  neverPrints,
  noCursorLeft,
  oneThread,
  prints,
  queriesOverlap,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'Motor with generators',
  question: 'Three operations, one function: where is the callback?',
  clients: 3,
  requests: 1,
  latency: 50,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    coroutines: [
      allAnswered(),
      oneThread(),
      queriesOverlap(),
      prints('visit 3', 'Each visit is counted.'),
      noCursorLeft(),
      loopNeverBlockedOver(20),
    ],
  },
  edits: [
    {
      name: 'same-id',
      label: 'Each visit has the same _id',
      style: 'coroutines',
      replace: [
        { find: '{ at: new Date() }', with: "{ _id: 'visit' }" },
      ],
      claims: [
        answersWith(500, 2),
        prints(
          'DuplicateKeyError',
          'Op raises the error at its yield.',
        ),
        neverPrints('visit 2'),
      ],
    },
  ],
}

export default demo
