import {
  allAnswered,
  cpuBusyOver,
  cpuBusyUnder,
  oneThread,
  pollsAtMost,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'Ask again, or be told',
  question:
    '“Nothing yet” is an answer, too. What does it cost to ask again?',
  clients: 1,
  requests: 2,
  latency: 200,
  paths: ['/'],
  mode: 'burst',
  moment: 0.4,
  claims: {
    threads: [allAnswered(), oneThread(), cpuBusyOver(0.95)],
  },
  edits: [
    {
      name: 'be-told',
      label: 'Let the kernel tell',
      style: 'threads',
      replace: [
        {
          find: "import { Socket } from 'socket'",
          with: "import { EPOLLIN, epoll } from 'select'\nimport { Socket } from 'socket'",
        },
        {
          find: '  for (;;) {\n    const data',
          with: '  const events = epoll()\n  events.register(service.fd, EPOLLIN)\n  for (;;) {\n    const data',
        },
        {
          find: '    // Nothing yet? Ask again.',
          with: '    // Nothing yet? The kernel says when.\n    events.poll(-1)',
        },
      ],
      claims: [
        allAnswered(),
        oneThread(),
        pollsAtMost(2),
        cpuBusyUnder(0.05),
      ],
    },
  ],
}

export default demo
