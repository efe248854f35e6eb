/** Where programs can run from this page: the demo server if one served it, and this tab. */
import type { Runner, RuntimeName } from '../../server/run.ts'
import { serverRunner } from './runner-server.ts'
import { tabRunner } from './runner-tab.ts'

/** What the demo server writes into the page it serves; a static host writes nothing. */
export interface ServerNote {
  /** Opens the WebSocket; new with each start of the server. */
  token: string
  /** Which database answers, for people. */
  database: string
}

/** What a runtime is called on screen. */
export const RUNTIME_LABELS: Record<RuntimeName, string> = { node: 'the demo server', simulated: 'this tab' }

/** The note that the demo server left in the page, if a demo server served it. */
export const serverNote = readNote()

/** The runners that this page can use; the first is the better one. */
export const runners: readonly Runner[] = findRunners()

function findRunners(): Runner[] {
  const found: Runner[] = []
  if (serverNote) found.push(serverRunner(runAddress(serverNote.token)))
  if (typeof Worker === 'function' && typeof WebAssembly === 'object') found.push(tabRunner(startTabWorker))
  return found
}

function readNote(): ServerNote | undefined {
  const text = document.querySelector<HTMLMetaElement>('meta[name="meanwhile-server"]')?.content
  return text ? (JSON.parse(text) as ServerNote) : undefined
}

function runAddress(token: string): URL {
  const address = new URL('./run', location.href)
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  address.search = new URLSearchParams({ token }).toString()
  address.hash = ''
  return address
}

function startTabWorker(): Worker {
  return new Worker(new URL('./tab-worker.ts', import.meta.url), { type: 'module' })
}
