import {
  allAnswered,
  answersWith,
  noCursorLeft,
  oneThread,
  prints,
  queriesAtOnce,
  queriesOverlap,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const ALL = '64 of 64 matches'

const demo: Demo = {
  title: 'The first batch, and no more',
  question: 'It asked for all 64 matches. Where are the other 44?',
  clients: 4,
  requests: 1,
  latency: 50,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    callbacks: [
      allAnswered(),
      oneThread(),
      queriesOverlap(),
      prints('20 of 64 matches', 'It gets the first 20 of 64 matches.'),
      noCursorLeft(),
    ],
  },
  edits: [
    {
      name: 'motor',
      label: 'Motor instead',
      style: 'callbacks',
      replace: [
        {
          find: "import { type Callback, Client } from 'asyncmongo'",
          with: "import { type Callback, MotorClient } from 'motor'",
        },
        {
          find: "new Client('worldcup')",
          with: "new MotorClient().db('worldcup')",
        },
        {
          find: '    matches.find(all, everything, this.onFound)',
          with: '    const cursor = matches.find(all, everything)\n    cursor.toList(this.onFound)',
        },
        { find: ': Callback =', with: ': Callback<object[]> =' },
      ],
      claims: [
        allAnswered(),
        oneThread(),
        queriesOverlap(),
        prints(ALL, 'It gets all 64 matches.'),
        noCursorLeft(),
      ],
    },
    {
      name: 'full-pool',
      label: 'Two connections',
      style: 'callbacks',
      replace: [
        {
          find: "new Client('worldcup')",
          with: "new Client('worldcup', { maxconnections: 2 })",
        },
      ],
      claims: [
        oneThread(),
        queriesAtOnce(2),
        answersWith(500, 2),
        prints(
          'TooManyConnections: 2 connections are already equal',
          'It raises TooManyConnections, instead of waiting.',
        ),
      ],
    },
  ],
}

export default demo
