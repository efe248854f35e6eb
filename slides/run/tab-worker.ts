/** The inside of the tab's worker: one program, run in virtual time, its events posted as they come. */
import wasmUrl from 'quickjs-wasi/quickjs.wasm?url'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest } from '../../server/run.ts'
import { runSimulated } from '../../server/runtime/simulated/index.ts'
import { loadParts } from '../../server/runtime/simulated/parts.ts'

/** What the page sends. Stopping is not among it: the page ends the worker. */
export interface ToTabWorker {
  run: RunRequest
}

/** What the worker sends; the last event of the last message is `run-end`. */
export interface FromTabWorker {
  events: TraceEvent[]
}

/** Loaded at once, so that a spare worker is ready before anybody asks. */
const engine = fetch(wasmUrl)
  .then((answer) => answer.arrayBuffer())
  .then((bytes) => WebAssembly.compile(bytes))

void loadParts()

addEventListener('message', (message: MessageEvent<ToTabWorker>) => {
  void run(message.data.run)
})

async function run(request: RunRequest): Promise<void> {
  await runSimulated(request, post, { wasm: await engine })
}

function post(events: TraceEvent[]): void {
  postMessage({ events } satisfies FromTabWorker)
}
