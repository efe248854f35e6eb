/** Our own database as a worker thread: listens on any free port of this machine, and tells which. */
import { parentPort } from 'node:worker_threads'
import { listenAsMongod } from './database/mongo-listener.ts'

const { port } = await listenAsMongod(0, '127.0.0.1')
parentPort?.postMessage(port)
