/** Clients that go when it suits them: in the middle of a message, of a reply, of waiting for news. */
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Rudeness {
  port: number
  clients: number
  /** How many are there at once. */
  crowd: number
  /** Messages they begin to send. */
  messages: readonly Uint8Array[]
  random: () => number
}

/** Has that many clients come and go at random moments; resolves when the last has gone. */
export async function visitRudely({ port, clients, crowd, messages, random }: Rudeness): Promise<void> {
  let left = clients
  const visits = Array.from({ length: crowd }, async () => {
    while (left-- > 0) await visit(connect(port, '127.0.0.1'), messages, random)
  })
  await Promise.all(visits)
}

async function visit(socket: Socket, messages: readonly Uint8Array[], random: () => number): Promise<void> {
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('error', () => undefined)
  if (random() < 0.5) socket.resume()
  if (random() < 0.9) await Promise.race([new Promise((resolve) => socket.on('connect', resolve)), closed])
  for (let sent = Math.floor(random() * 4); sent > 0 && !socket.destroyed; sent--) {
    const message = messages[Math.floor(random() * messages.length)]!
    socket.write(random() < 0.3 ? message.subarray(0, Math.floor(random() * message.length)) : message)
    if (random() < 0.3) await sleep(random() * 3)
  }
  if (random() < 0.2) socket.end()
  if (random() < 0.3) await sleep(random() * 5)
  if (random() < 0.3 && socket.readyState === 'open') socket.resetAndDestroy()
  else socket.destroy()
  await closed
}
