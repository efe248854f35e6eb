import {
  allAnswered,
  answeredAfterAll,
  answeredTogether,
  answeredWithin,
  loopBlockedOver,
  loopNeverBlockedOver,
  oneThread,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'One call that nobody patched',
  question:
    'All but one call lets others go on. How bad can one call be?',
  clients: 6,
  requests: 1,
  latency: 100,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    greenlets: [
      allAnswered(),
      oneThread(),
      loopBlockedOver(95),
      answeredAfterAll(),
    ],
  },
  edits: [
    {
      name: 'patch-first',
      label: 'Patch first, then take recv',
      style: 'greenlets',
      replace: [
        {
          find: 'const { recv } = Socket.prototype // which blocks\n\nmonkey.patchAll()\n',
          with: 'monkey.patchAll()\n\nconst { recv } = Socket.prototype // the new one\n',
        },
      ],
      claims: [
        allAnswered(),
        oneThread(),
        loopNeverBlockedOver(15),
        answeredWithin(2),
        answeredTogether(),
      ],
    },
  ],
}

export default demo
