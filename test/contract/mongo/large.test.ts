/** What is large: documents, replies, files. */
import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { Binary, type Document, GridFSBucket, type ObjectId } from 'mongodb'
import { expect, it } from 'vitest'
import { failure, onEachMongod } from './suite.ts'

const MEBIBYTE = 2 ** 20

/** The bytes of a document with an int32 `_id` and a text `t`, without that text. */
const AROUND = 4 + 9 + 1 + 2 + 4 + 1 + 1

onEachMongod('what is large', (mongo) => {
  it('is stored up to 16 MiB, and not a byte more', async () => {
    const things = mongo.fresh()
    const most = 'x'.repeat(16 * MEBIBYTE - AROUND)
    await things.insertOne({ _id: 1, t: most })
    const found = await things.findOne<{ t: string }>({ _id: 1 })
    expect(found!.t.length).toBe(most.length)
    const said = await failure(things.insertOne({ _id: 2, t: `${most}x` }))
    expect(said.message).toMatch(/too large|larger than the maximum/)
    const grown = await failure(things.updateOne({ _id: 1 }, { $set: { more: 1 } }))
    expect(grown.message).toMatch(/Resulting document after update is larger than 16777216/)
  })

  it('comes in replies of at most 16 MiB', async () => {
    const client = await mongo.connect({ monitorCommands: true })
    const batches: number[] = []
    client.on('commandSucceeded', ({ reply }) => {
      const { cursor } = reply as { cursor?: { firstBatch?: Document[]; nextBatch?: Document[] } }
      if (cursor) batches.push((cursor.firstBatch ?? cursor.nextBatch)!.length)
    })
    const { collectionName } = await mongo.with(
      ...Array.from({ length: 10 }, (_, _id) => ({ _id, bytes: new Binary(Buffer.alloc(4 * MEBIBYTE)) })),
    )
    const things = client.db(mongo.db.databaseName).collection(collectionName)
    expect(await things.find({}, { batchSize: 100 }).project({ _id: 1, bytes: 1 }).toArray()).toHaveLength(10)
    expect(batches).toEqual([3, 3, 3, 1])
  })

  it('is taken in messages of up to 48 MB', async () => {
    const things = mongo.fresh()
    const documents = Array.from({ length: 45 }, (_, _id) => ({
      _id,
      bytes: new Binary(Buffer.alloc(MEBIBYTE)),
    }))
    expect((await things.insertMany(documents)).insertedCount).toBe(45)
    expect(await things.countDocuments()).toBe(45)
  })

  it('may be deep, too', async () => {
    let deep: Document = { end: true }
    for (let level = 0; level < 90; level += 1) deep = { in: deep }
    const things = await mongo.with({ _id: 1, deep })
    expect(await things.findOne()).toEqual({ _id: 1, deep })
  })
})

onEachMongod('GridFS', (mongo) => {
  const bytes = Buffer.from(Array.from({ length: 700_001 }, (_, index) => index % 251))

  async function upload(bucket: GridFSBucket, name: string, content: Buffer): Promise<ObjectId> {
    const stream = bucket.openUploadStream(name, { metadata: { kind: 'test' } })
    stream.end(content)
    await new Promise((resolve, reject) => stream.once('finish', resolve).once('error', reject))
    return stream.id
  }

  async function content(stream: NodeJS.ReadableStream): Promise<Buffer> {
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }

  it('keeps a file in chunks and gives it back whole or in part', async () => {
    const bucket = new GridFSBucket(mongo.db, { bucketName: 'files', chunkSizeBytes: 100_000 })
    const id = await upload(bucket, 'a.bin', bytes)
    const hash = createHash('sha1')
    await pipeline(bucket.openDownloadStream(id), hash)
    expect(hash.digest('hex')).toBe(createHash('sha1').update(bytes).digest('hex'))
    expect(await mongo.db.collection('files.chunks').countDocuments({ files_id: id })).toBe(8)
    const part = bucket.openDownloadStreamByName('a.bin', { start: 150_000, end: 250_000 })
    expect(bytes.subarray(150_000, 250_000).equals(await content(part))).toBe(true)
    const [file] = await bucket.find({ filename: 'a.bin' }).toArray()
    expect(file).toMatchObject({ length: 700_001, chunkSize: 100_000, metadata: { kind: 'test' } })
    const indexes = await mongo.db.collection('files.chunks').indexes()
    expect(indexes).toContainEqual(expect.objectContaining({ key: { files_id: 1, n: 1 }, unique: true }))
  })

  it('keeps revisions, renames, deletes and drops', async () => {
    const bucket = new GridFSBucket(mongo.db, { bucketName: 'other' })
    await upload(bucket, 'b', Buffer.from('old'))
    const id = await upload(bucket, 'b', Buffer.from('new'))
    expect(String(await content(bucket.openDownloadStreamByName('b')))).toBe('new')
    expect(String(await content(bucket.openDownloadStreamByName('b', { revision: 0 })))).toBe('old')
    await bucket.rename(id, 'c')
    expect(String(await content(bucket.openDownloadStreamByName('c')))).toBe('new')
    await bucket.delete(id)
    const missing = await failure(content(bucket.openDownloadStream(id)))
    expect(missing.message).toMatch(/FileNotFound/)
    await bucket.drop()
    expect(await bucket.find().toArray()).toEqual([])
  })
})
