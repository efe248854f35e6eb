/** The inside of the worker that runs one simulated program: it can be ended from outside at any moment. */
import { parentPort } from 'node:worker_threads'
import type { RunRequest } from '../../run.ts'
import { runSimulated } from '../simulated/index.ts'
import { wasmEngine } from './run/wasm-engine.ts'

parentPort?.on('message', async (request: RunRequest) => {
  await runSimulated(request, (events) => parentPort?.postMessage(events), { wasm: wasmEngine() })
})
