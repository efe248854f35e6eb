import {
  allAnswered,
  oneThread,
  prints,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

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
      prints(
        'passed, failed, excluded: 105, 0, 2',
        'Motor passes 105 tests of the driver; 2 are excluded.',
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
        prints(
          'passed, failed, excluded: 105, 2, 0',
          'Those two fail.',
        ),
      ],
    },
  ],
}

export default demo
