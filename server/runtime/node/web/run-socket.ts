/**
 * The only way to run code: one run a socket. A page sends a request, events come back until the run has
 * ended, and the run dies with the socket. How much anybody may ask for is bounded here.
 *
 *   page → server   RunRequest, then possibly { stop: true }
 *   server → page   { events: […] } …, or { refused: 'why' }; then the server closes
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Runner } from '../../../run.ts'
import { Conversation } from './conversation.ts'

/** What sockets may ask of the server. Times in ms, sizes in bytes. */
export interface SocketLimits {
  sockets: number
  runs: number
  message: number
  /** How long a socket may stay without asking for a run. */
  idle: number
  /** How long a page may take to read one message. */
  delivery: number
  /** How long a socket may take to close once it was asked to. */
  farewell: number
}

/** The limits of the demo server. */
export const SOCKET_LIMITS: SocketLimits = {
  sockets: 64,
  runs: 4,
  message: 2 ** 20,
  idle: 10_000,
  delivery: 5_000,
  farewell: 1_000,
}

/** The sockets of one server. */
export interface RunSockets {
  /** Takes over an upgrade that has been found friendly. False, and nothing done, if there are too many sockets. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Ends all runs and cuts all sockets; done when the last run has ended. */
  close(): Promise<void>
}

/** Makes sockets whose runs are all run by `runner`. */
export function runSockets(runner: Runner, limits: SocketLimits = SOCKET_LIMITS): RunSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.message, perMessageDeflate: false })
  const runs = new Set<Promise<void>>()
  const admit = (run: () => Promise<void>) => {
    if (runs.size >= limits.runs) return false
    const ended: Promise<void> = run().finally(() => runs.delete(ended))
    runs.add(ended)
    return true
  }
  const begin = (socket: WebSocket) => new Conversation(socket, runner, admit, limits)
  return {
    open(request, socket, head) {
      if (server.clients.size >= limits.sockets) return false
      server.handleUpgrade(request, socket, head, begin)
      return true
    },
    async close() {
      for (const socket of server.clients) socket.terminate()
      server.close()
      await Promise.all(runs)
    },
  }
}
