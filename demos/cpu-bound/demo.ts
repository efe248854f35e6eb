import {
  allAnswered,
  coresBusy,
  cpuBusyOver,
  oneThread,
  processes,
  togetherOver,
  togetherWithin,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

/** Thinking takes the CPU, and one thread has one. */
const oneCore = [
  allAnswered(),
  oneThread(),
  coresBusy(1),
  cpuBusyOver(0.9),
  togetherOver(700),
]

const demo: Demo = {
  title: 'Busy thinking',
  question:
    'Eight people ask for a long calculation. What makes it faster?',
  clients: 8,
  requests: 1,
  latency: 0,
  paths: ['/?below=800'],
  mode: 'burst',
  moment: 0.5,
  claims: { threads: [processes(1), ...oneCore], async: oneCore },
  edits: [
    {
      name: 'four-processes',
      label: 'Four processes, one a core',
      style: 'threads',
      replace: [{ find: 'PROCESSES = 1', with: 'PROCESSES = 4' }],
      claims: [
        allAnswered(),
        processes(4),
        coresBusy(4),
        togetherWithin(250),
      ],
    },
  ],
}

export default demo
