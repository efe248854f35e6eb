import {
  allAnswered,
  answeredAfterAll,
  answeredTogether,
  answeredWithin,
  loopNeverBlockedOver,
  oneThread,
  queriesOneAfterAnother,
  queriesOverlap,
  threadPerClient,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const TEAMS = [
  'Brazil',
  'Germany',
  'Ghana',
  'USA',
  'Netherlands',
  'Argentina',
  'Costa%20Rica',
  'Japan',
]

/** What everybody who waits on a loop without blocking it promises. */
const nonBlocking = [
  allAnswered(),
  oneThread(),
  queriesOverlap(),
  loopNeverBlockedOver(10),
  answeredWithin(2),
  answeredTogether(),
]

const demo: Demo = {
  title: 'Find a team’s matches',
  question:
    'Eight people ask at once. How long does the last one wait?',
  clients: 8,
  requests: 1,
  latency: 200,
  paths: TEAMS.map((team) => `/?team=${team}`),
  mode: 'burst',
  moment: 0.5,
  claims: {
    threads: [allAnswered(), threadPerClient(), queriesOverlap()],
    greenlets: [allAnswered(), oneThread(), queriesOverlap()],
    callbacks: nonBlocking,
    coroutines: nonBlocking,
    async: nonBlocking,
    blocked: [
      allAnswered(),
      oneThread(),
      queriesOneAfterAnother(),
      answeredAfterAll(),
    ],
  },
  edits: [
    {
      name: 'do-not-wait',
      label: 'Motor instead of PyMongo',
      style: 'blocked',
      replace: [
        {
          find: "import { MongoClient } from 'pymongo'",
          with: "import { MotorClient } from 'motor'",
        },
        { find: 'new MongoClient()', with: 'new MotorClient()' },
        { find: '  get() {', with: '  async get() {' },
        { find: '= cursor.toList()', with: '= await cursor.toList()' },
      ],
      claims: nonBlocking,
    },
  ],
}

export default demo
