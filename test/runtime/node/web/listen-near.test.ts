import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { listenNear } from '../../../../server/runtime/node/web/listen-near.ts'

const servers: Server[] = []

function server(): Server {
  const made = createServer()
  servers.push(made)
  return made
}

afterEach(async () => {
  for (const made of servers.splice(0)) await new Promise((resolve) => made.close(resolve))
})

test('takes the next free port when one is taken', async () => {
  const first = await listenNear(server(), 0)
  const second = await listenNear(server(), first)
  const third = await listenNear(server(), first)
  expect(second).toBeGreaterThan(first)
  expect(third).toBeGreaterThan(second)
  expect(third).toBeLessThan(first + 20)
})

test('listens on 127.0.0.1', async () => {
  const one = server()
  await listenNear(one, 0)
  expect(one.address()).toMatchObject({ address: '127.0.0.1', family: 'IPv4' })
})

test('says so when the last port there is is taken', async () => {
  await listenNear(server(), 65_535)
  await expect(listenNear(server(), 65_535)).rejects.toThrow('the ports 65535 to 65535 are all taken')
})
