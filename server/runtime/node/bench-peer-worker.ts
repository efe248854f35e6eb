/** A process that the benchmark compares with: find-team as one would write it for Node, without anything of ours. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MongoClient } from 'mongodb'

const [host, port] = process.argv.slice(2)
const { MONGODB_URI = `mongodb://${host}:${port}/?directConnection=true` } = process.env
const client = new MongoClient(MONGODB_URI)
const matches = client.db('worldcup').collection('matches')

const server = createServer(async (request, response) => {
  const team = new URL(request.url ?? '/', 'http://localhost').searchParams.get('team')
  const found = await matches.find({ $or: [{ teamA: team }, { teamB: team }] }).toArray()
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(found))
})

await client.connect()
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
