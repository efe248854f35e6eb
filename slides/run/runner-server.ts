/** Runs programs on the demo server that served this page: one WebSocket a run, and the run dies with it. */

import { closingEvent } from '../../server/closing-event.ts'
import { EventQueue } from '../../server/event-queue.ts'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Run, Runner, RunRequest } from '../../server/run.ts'

/** What the server sends. Everything else it might say is taken as a broken connection. */
type Answer = { events: TraceEvent[] } | { refused: string }

/** A runner behind `address`, a `ws:` URL that carries the token. */
export function serverRunner(address: URL): Runner {
  return { runtime: 'node', run: (request) => runOnServer(address, request) }
}

function runOnServer(address: URL, request: RunRequest): Run {
  const queue = new EventQueue()
  const seen: TraceEvent[] = []
  const socket = new WebSocket(address)
  const finish = (message: string) => {
    if (seen.at(-1)?.kind !== 'run-end') queue.push([closingEvent(seen, 'failed', message)])
    queue.end()
    socket.close()
  }
  const take = (answer: Answer) => {
    if ('refused' in answer) return finish(answer.refused)
    seen.push(...answer.events)
    queue.push(answer.events)
    if (seen.at(-1)?.kind === 'run-end') finish('')
  }
  let stopped = false
  socket.onopen = () => {
    socket.send(JSON.stringify(request))
    if (stopped) socket.send(STOP)
  }
  socket.onmessage = (message) => take(JSON.parse(String(message.data)) as Answer)
  socket.onclose = () => finish('the demo server closed the connection before the run was over')
  return {
    events: queue,
    stop: () => {
      stopped = true
      if (socket.readyState === WebSocket.OPEN) socket.send(STOP)
    },
  }
}

const STOP = JSON.stringify({ stop: true })
