/**
 * A database in a process of its own, whose CPU time can be told from that of who asks it: ours, or the same
 * protocol and sockets with mingo behind them. Says its port, and its CPU time in µs whenever it gets a message.
 */
import { type AddressInfo, createServer } from 'node:net'
import { listenAsMongod } from './database/mongo-listener.ts'

async function listen(engine: string | undefined): Promise<number> {
  if (engine !== 'mingo') return (await listenAsMongod(0, '127.0.0.1')).port
  const { MingoConnection } = await import('./bench/mingo-connection.ts')
  const collections = new Map<string, object[]>()
  const server = createServer({ noDelay: true }, (socket) => {
    const connection = new MingoConnection(collections)
    socket.on('data', (bytes) => {
      for (const reply of connection.receive(bytes)) socket.write(reply)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

process.send?.(await listen(process.argv[2]))
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.on('disconnect', () => process.exit())
