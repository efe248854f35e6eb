import {
  allAnswered,
  answeredTogether,
  answeredWithin,
  loopNeverBlockedOver,
  oneThread,
  queriesOneAfterAnother,
  queriesOverlap,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

/** However it is written: one loop, and everybody's call at once. */
const together = [
  allAnswered(),
  oneThread(),
  queriesOverlap(),
  loopNeverBlockedOver(10),
  answeredWithin(2),
  answeredTogether(),
]

/** As many connections as there are: one, and everybody waits for it. */
const oneByOne = [allAnswered(), oneThread(), queriesOneAfterAnother()]

const STYLES = ['callbacks', 'coroutines', 'async']

const NAMES = ['ann', 'ben', 'cleo', 'dev', 'eve', 'fay', 'gus', 'hal']

const demo: Demo = {
  title: 'Ask a slow web service',
  question: 'The answer comes later. Where is the name until then?',
  clients: 8,
  requests: 1,
  latency: 200,
  paths: NAMES.map((name) => `/?name=${name}`),
  mode: 'burst',
  moment: 0.5,
  claims: {
    callbacks: together,
    coroutines: together,
    async: together,
  },
  edits: STYLES.map((style) => ({
    name: 'one-connection',
    label: 'One connection for all',
    style,
    replace: [
      {
        find: 'new AsyncHTTPClient()',
        with: 'new AsyncHTTPClient({ maxClients: 1 })',
      },
    ],
    claims: oneByOne,
  })),
}

export default demo
