import {
  allAnswered,
  answersWith,
  emptyAnswers,
  neverPrints,
  prints,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const MISSING = "import { Application, RequestHandler } from 'web'"
const THERE =
  "import { Application, asynchronous, RequestHandler } from 'web'"

/** What everybody gets once the answer is waited for. */
const mended = [
  allAnswered(),
  emptyAnswers(0),
  neverPrints('May be caused by'),
]

const demo: Demo = {
  title: 'Answered before the answer was there',
  question: 'The query goes on when get has returned. What is sent?',
  clients: 3,
  requests: 1,
  latency: 100,
  paths: ['/', '/', '/later'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    callbacks: [
      answersWith(200),
      emptyAnswers(2),
      prints('RuntimeError: finish() called twice.'),
    ],
    coroutines: [
      answersWith(200),
      emptyAnswers(2),
      prints('RuntimeError: Cannot write() after finish().'),
    ],
  },
  edits: [
    {
      name: 'asynchronous',
      label: 'Say that it is asynchronous',
      style: 'callbacks',
      replace: [
        { find: MISSING, with: THERE },
        { find: '  get() {', with: '  get = asynchronous(() => {' },
        {
          find: '  } // It returns: is that the whole answer?',
          with: '  })',
        },
      ],
      claims: mended,
    },
    {
      name: 'asynchronous',
      label: 'Say that it is asynchronous',
      style: 'coroutines',
      replace: [
        { find: MISSING, with: THERE },
        { find: 'get = engine(', with: 'get = asynchronous(engine(' },
        {
          find: '  }) // It returns at its first yield.',
          with: '  }))',
        },
      ],
      claims: mended,
    },
  ],
  recorded: {
    system: 'tornado-2.4.1-web',
    scenario: 'gen_without_asynchronous',
    style: 'coroutines',
    log: [
      "log:Exception in callback _StackContextWrapper | RuntimeError('Cannot write() after finish().  May be caused by using async operations with",
    ],
    response: ["200 OK body='' len=0"],
  },
}

export default demo
