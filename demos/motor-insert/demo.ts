import {
  oneThread,
  pollsToWrite,
  printsInOrder,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const switches = (count: number) =>
  printsInOrder(
    ['insertOne has returned', `inserted, ${count} switches`],
    `It returns, and after ${count} switches it’s inserted.`,
  )

const demo: Demo = {
  title: 'One insert, step by step',
  question: 'How often do the two stacks switch for one insert?',
  clients: 1,
  requests: 1,
  latency: 50,
  paths: ['/'],
  mode: 'burst',
  moment: 0.5,
  claims: {
    callbacks: [oneThread(), switches(8), pollsToWrite(1)],
  },
  edits: [
    {
      name: 'motor-0.1',
      label: 'Motor 0.1',
      style: 'callbacks',
      replace: [{ find: "'talk'", with: "'0.1'" }],
      claims: [oneThread(), switches(6), pollsToWrite(1)],
    },
    {
      name: 'big',
      label: 'A big document',
      style: 'callbacks',
      replace: [
        {
          find: "  const goal = { minute: 90, text: 'Goal!' }",
          with: "  const text = 'Goal!'.repeat(30_000)\n  const goal = { minute: 90, text }",
        },
      ],
      claims: [oneThread(), switches(8), pollsToWrite(3)],
    },
  ],
}

export default demo
