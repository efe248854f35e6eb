import { allAnswered, oneThread, queriesOverlap, queriesOneAfterAnother } from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

export const demo: Demo = {
  title: 'Find a team', question: 'x', clients: 8, requests: 1, latency: 200, paths: ['/?team=Brazil'], mode: 'burst', moment: 0.5,
  claims: { threads: [allAnswered(), queriesOverlap()], greenlets: [oneThread(), queriesOverlap(), allAnswered()], callbacks: [oneThread(), queriesOverlap()], blocked: [oneThread(), queriesOneAfterAnother(), queriesOverlap()] },
  edits: [{ name: 'motor', label: 'Use Motor', style: 'blocked', replace: [{ find: "import { MongoClient } from 'pymongo'", with: "import { MotorClient } from 'motor'" }, { find: 'new MongoClient', with: 'new MotorClient' }], claims: [oneThread(), queriesOverlap()] }],
}
