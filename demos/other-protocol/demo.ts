import {
  allAnswered,
  loopNeverBlockedOver,
  oneThread,
  queriesOneAfterAnother,
  queriesOverlap,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const NAMES = ['ann', 'ben', 'cleo', 'dev', 'eve', 'fay', 'gus', 'hal']

const demo: Demo = {
  title: 'A second protocol',
  question:
    'The same wrapper, a blocking client for a cache: how much is new?',
  clients: 8,
  requests: 2,
  latency: 100,
  paths: NAMES.map((name) => `/?name=${name}`),
  mode: 'burst',
  moment: 0.3,
  claims: {
    async: [
      allAnswered(),
      oneThread(),
      queriesOverlap(),
      loopNeverBlockedOver(20),
    ],
  },
  edits: [
    {
      name: 'blocking',
      label: 'The client as it is',
      style: 'async',
      replace: [
        { find: "'green/cache-client'", with: "'cache-client'" },
        { find: '({ connect })', with: '()' },
        {
          find: 'asynchronize(client.get.bind(client))',
          with: 'client.get.bind(client)',
        },
        {
          find: 'asynchronize(client.set.bind(client))',
          with: 'client.set.bind(client)',
        },
      ],
      claims: [allAnswered(), oneThread(), queriesOneAfterAnother()],
    },
  ],
}

export default demo
