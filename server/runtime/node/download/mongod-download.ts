/**
 * Fetches a real mongod to where the next start finds it: mongodb-memory-server's cache. Its own download has
 * no progress, no deadline and no verified TLS; what it calls the archive and where it looks for it is used.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DryMongoBinary } from 'mongodb-memory-server-core'
import { MongoBinaryDownloadUrl } from 'mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js'
import { wantedVersion } from '../database/locate-mongod.ts'
import { withoutNamedBinary } from '../database/named-binary.ts'
import { DownloadProgress, type Screen } from './download-progress.ts'
import { unpackMongod, versionOf } from './mongod-archive.ts'
import { type GetOptions, verifiedGet, withoutUser } from './verified-get.ts'

export interface DownloadOptions {
  screen: Screen
  /** Ends the download; the reason is an Error for people. */
  signal: AbortSignal
  /** How long the server may take to begin an answer, ms. */
  patience: number
}

/** Files beside an archive that tell whether it is whole; the better one first. */
const CHECKSUMS = { sha256: 64, md5: 32 } as const
type Algorithm = keyof typeof CHECKSUMS

/** A folder of a download that is under way, by the process that does it. */
const FOLDER = /^downloading-(\d+)-/

/** Fetches it if it isn't there. Rejects with an Error for people, and leaves nothing half done. */
export async function downloadMongod(options: DownloadOptions): Promise<void> {
  withoutNamedBinary()
  const say = (line: string) => options.screen.write(`${line}\n`)
  const wanted = await DryMongoBinary.generateOptions({ version: wantedVersion() })
  const [exists, path] = await DryMongoBinary.generateDownloadPath(wanted)
  const there = exists ? await versionOf(path).catch(() => undefined) : undefined
  if (there !== undefined) return void say(`mongod ${there} is there already: ${path}`)
  const url = new URL(await new MongoBinaryDownloadUrl(wanted).getDownloadUrl())
  const home = dirname(path)
  await mkdir(home, { recursive: true })
  await sweep(home)
  const folder = join(home, `downloading-${process.pid}-${randomUUID().slice(0, 8)}`)
  await mkdir(folder)
  try {
    say(`fetching ${withoutUser(url)}`)
    const archive = await fetchVerified(url, folder, options)
    const mongod = await unpackMongod(archive, folder)
    const version = await versionOf(mongod)
    await install(mongod, path)
    say(`mongod ${version} is at ${path}: the next start uses it`)
  } finally {
    await rm(folder, { recursive: true, force: true })
    // Only if nothing is in it.
    await rmdir(home).catch(() => undefined)
  }
}

/** What processes left that were killed. */
async function sweep(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const [, pid] = name.match(FOLDER) ?? []
    if (pid && !isAlive(Number(pid))) await rm(join(home, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function fetchVerified(url: URL, folder: string, options: DownloadOptions): Promise<string> {
  const { algorithm, expected } = await publishedChecksum(url, options)
  const archive = join(folder, basename(url.pathname))
  const sum = await fetchInto(archive, url, algorithm, options)
  if (sum === expected) return archive
  throw new Error(`what came is not what ${url.host} published: its ${algorithm} is ${sum}, not ${expected}`)
}

async function publishedChecksum(
  url: URL,
  options: GetOptions,
): Promise<{ algorithm: Algorithm; expected: string }> {
  for (const [algorithm, length] of Object.entries(CHECKSUMS)) {
    const beside = new URL(url)
    beside.pathname += `.${algorithm}`
    const answer = await verifiedGet(beside, options)
    const text = answer.statusCode === 200 ? await textOf(answer) : ''
    if (answer.statusCode !== 200) answer.destroy()
    const expected = text.match(new RegExp(`^[0-9a-f]{${length}}\\b`, 'i'))?.[0]
    if (expected) return { algorithm: algorithm as Algorithm, expected: expected.toLowerCase() }
  }
  throw new Error(`${url.host} has no such mongod, or no checksum for it: ${withoutUser(url)}`)
}

/** Longer ones are no checksums, characters. */
const LONGEST = 10_000

async function textOf(answer: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const chunk of answer) {
    text += chunk
    if (text.length > LONGEST) break
  }
  return text
}

async function fetchInto(
  file: string,
  url: URL,
  algorithm: Algorithm,
  options: DownloadOptions,
): Promise<string> {
  const answer = await verifiedGet(url, options)
  if (answer.statusCode !== 200) {
    answer.destroy()
    throw new Error(`${url.host} answers ${answer.statusCode} to ${withoutUser(url)}`)
  }
  const total = Number(answer.headers['content-length']) || undefined
  const progress = new DownloadProgress(options.screen, total)
  const hash = createHash(algorithm)
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      hash.update(chunk)
      progress.add(chunk.length)
      yield chunk
    }
  }
  try {
    await pipeline(answer, counted, createWriteStream(file), { signal: options.signal })
  } catch (cause) {
    if (options.signal.aborted)
      throw new Error(`${(options.signal.reason as Error).message} (${progress.amount})`)
    throw new Error(`the download broke off after ${progress.amount}: ${(cause as Error).message}`, { cause })
  } finally {
    progress.end()
  }
  return hash.digest('hex')
}

/** Beside it lies the checksum without which mongodb-memory-server would delete it. */
async function install(mongod: string, path: string): Promise<void> {
  const sum = createHash('md5')
    .update(await readFile(mongod))
    .digest('hex')
  await writeFile(`${path}.md5`, `${sum} *${basename(path)}\n`)
  await rename(mongod, path)
}
