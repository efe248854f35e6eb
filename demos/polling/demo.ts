import { inVirtualTime } from '../../server/trace/claim.ts'
import {
  allAnswered,
  mostlyInVain,
  neverInVain,
  neverPrints,
  oneThread,
  prints,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'Ask every 100 ms, or wait',
  question: 'Four people wait for news. How often do they ask in vain?',
  clients: 4,
  requests: 6,
  latency: 0,
  pause: 100,
  paths: ['ann', 'ben', 'cleo', 'dev'].map((who) => `/news?who=${who}`),
  mode: 'burst',
  moment: 0.5,
  claims: {
    async: [
      allAnswered(),
      oneThread(),
      mostlyInVain(),
      inVirtualTime(
        neverPrints('late: 0 ms', 'And still all news is late.'),
      ),
    ],
  },
  edits: [
    {
      name: 'long-polling',
      label: 'Answer when there is news',
      style: 'async',
      replace: [
        {
          find: "this.getArgument('who'))\n",
          with: "this.getArgument('who'))\n    if (box.length === 0) await posted\n",
        },
      ],
      claims: [
        allAnswered(),
        oneThread(),
        neverInVain(),
        inVirtualTime(prints('late: 0 ms', 'News is there at once.')),
      ],
    },
  ],
}

export default demo
