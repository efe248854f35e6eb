import {
  allAnswered,
  answeredInRounds,
  cpuBusyUnder,
  oneThread,
  processes,
  queriesAtOnce,
  queriesOverlap,
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
  'Belgium',
  'France',
  'Chile',
  'Mexico',
]

/** One process that waits for everybody: nobody queues for a worker. */
const oneLoop = [
  allAnswered(),
  oneThread(),
  queriesOverlap(),
  answeredInRounds(1),
]

const demo: Demo = {
  title: 'Four workers, twelve callers',
  question: 'Twelve people call four workers. How many rounds is that?',
  clients: 12,
  requests: 1,
  latency: 200,
  paths: TEAMS.map((team) => `/?team=${team}`),
  mode: 'burst',
  moment: 0.5,
  claims: {
    threads: [
      allAnswered(),
      processes(4),
      queriesAtOnce(4),
      answeredInRounds(3),
      cpuBusyUnder(0.1),
    ],
    coroutines: oneLoop,
    async: oneLoop,
  },
  edits: [
    {
      name: 'twelve-workers',
      label: 'A worker for each caller',
      style: 'threads',
      replace: [{ find: 'WORKERS = 4', with: 'WORKERS = 12' }],
      claims: [allAnswered(), processes(12), answeredInRounds(1)],
    },
  ],
}

export default demo
