import {
  allAnswered,
  answersWith,
  neverAnswered,
  neverPrints,
  oneThread,
} from '../../server/trace/claims.ts'
import type { Demo } from '../../server/trace/demo.ts'

const demo: Demo = {
  title: 'Nobody finished',
  question: 'One of four teams has no match. Who hears of that?',
  clients: 4,
  requests: 1,
  latency: 100,
  paths: [
    '/?team=Brazil',
    '/?team=Germany',
    '/?team=Atlantis',
    '/?team=Argentina',
  ],
  mode: 'burst',
  moment: 0.9,
  claims: {
    callbacks: [
      answersWith(200, 3),
      neverAnswered(1),
      neverPrints('Error', 'No error is logged: nothing went wrong.'),
      oneThread(),
    ],
  },
  edits: [
    {
      name: 'always-finish',
      label: 'Finish, whatever was found',
      style: 'callbacks',
      replace: [
        {
          find: '    if (match) this.finish(match)',
          with: "    else this.finish(match ?? 'None')",
        },
      ],
      claims: [allAnswered(), oneThread()],
    },
  ],
  recorded: {
    system: 'tornado-2.4.1-web',
    scenario: 'async_without_finish_hangs',
    log: [],
    response: 'no response (request hangs)',
  },
}

export default demo
