import {
  allAnswered,
  oneThread,
  printsInOrder,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const PASSED = '105 of 107 tests pass'

const demo: Demo = {
  title: 'Motor, made synchronous again',
  question: 'How do you test 107 operations that return at once?',
  clients: 1,
  requests: 1,
  latency: 1,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    callbacks: [
      allAnswered(),
      oneThread(),
      printsInOrder(
        [PASSED, '0 fail', '2 are excluded'],
        'Motor passes all but two, which are excluded.',
      ),
    ],
  },
  edits: [
    {
      name: 'all',
      label: 'Exclude nothing',
      style: 'callbacks',
      replace: [{ find: '(driver, EXCLUSIONS)', with: '(driver, {})' }],
      claims: [
        allAnswered(),
        oneThread(),
        printsInOrder(
          [PASSED, '2 fail', '0 are excluded'],
          'Those two fail.',
        ),
      ],
    },
  ],
}

export default demo
