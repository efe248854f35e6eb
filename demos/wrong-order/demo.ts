import {
  answersWith,
  neverAnswered,
  neverPrints,
  prints,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'Two wrappers in the wrong order',
  question:
    'All goes well until something is raised. Who catches it then?',
  clients: 3,
  requests: 1,
  latency: 100,
  paths: ['/?team=Brazil', '/?team=Atlantis', '/?team=Germany'],
  mode: 'burst',
  moment: 0.9,
  claims: {
    coroutines: [
      answersWith(200, 2),
      neverAnswered(1),
      prints('Exception in callback: Error: no Atlantis'),
    ],
  },
  edits: [
    {
      name: 'right-order',
      label: 'asynchronous outside',
      style: 'coroutines',
      replace: [
        {
          find: '  get = engine(\n    asynchronous(function* ',
          with: '  get = asynchronous(\n    engine(function* ',
        },
      ],
      claims: [
        answersWith(200, 2),
        answersWith(500, 1),
        prints('Uncaught exception GET /?team=Atlantis: Error'),
        neverPrints('Exception in callback'),
      ],
    },
  ],
  recorded: {
    system: 'tornado-2.4.1-web',
    scenario: 'wrong_decorator_order',
    log: [
      "log:Exception in callback _StackContextWrapper | ValueError('after yield')",
    ],
    response: 'no response (request hangs)',
  },
}

export default demo
