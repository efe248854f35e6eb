/** Our own database on a thread of this process, for systems that can't run it as one of its own. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Seed } from '../../../mongo/seed.ts'
import type { Mongod } from './mongod.ts'
import { sowInto } from './sow-into.ts'

/** Starts and seeds it. `bundle` is where the worker entries lie. */
export async function startInside({ bundle, seed }: { bundle: URL; seed: readonly Seed[] }): Promise<Mongod> {
  const worker = new Worker(new URL('./mongod-worker.mjs', bundle))
  let stopped = false
  const stop = async () => {
    stopped = true
    await worker.terminate()
  }
  try {
    const [port] = (await once(worker, 'message')) as [number]
    const backend = await sowInto(port, seed)
    worker.unref()
    return {
      host: '127.0.0.1',
      port,
      backend: `${backend}, inside this process`,
      stop,
      onExit: (fn) => {
        worker.on('error', () => undefined)
        worker.once('exit', (code) => !stopped && fn(`its thread ended with code ${code}`))
      },
    }
  } catch (cause) {
    await stop()
    throw new Error(`the database did not start: ${(cause as Error).message}`, { cause })
  }
}
