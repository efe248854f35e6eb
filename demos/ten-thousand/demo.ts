import {
  oneThread,
  prints,
  printsOver,
  printsUnder,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

/** What waits takes so many bytes at most, and is waited for by all. */
const parked = (limit: number) => [
  oneThread(),
  prints('10000 wait', 'Ten thousand wait at once.'),
  printsUnder(
    limit,
    'bytes each',
    `Each takes under ${limit} bytes while it waits.`,
  ),
  prints('10000 answered', 'Each of them gets its answer.'),
]

const demo: Demo = {
  title: 'Ten thousand who wait',
  question:
    'Where does each keep its bookmark, and how many bytes is that?',
  clients: 1,
  requests: 1,
  latency: 0,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    callbacks: parked(300),
    coroutines: parked(1300),
    async: parked(1700),
    greenlets: parked(2100),
  },
  edits: [
    {
      name: 'a-longer-memory',
      label: 'Keep 1 KB of each request',
      style: 'callbacks',
      replace: [
        {
          find: '  waiters.push((news) => answer(user, news))',
          with: "  const form = 'x'.repeat(1000)\n  waiters.push((news) => answer(user, form && news))",
        },
      ],
      claims: [
        prints('10000 answered'),
        printsOver(
          1000,
          'bytes each',
          'A callback keeps all that it speaks of.',
        ),
      ],
    },
  ],
}

export default demo
