/**
 * What a process holds open: sockets, servers, timers, threads, child processes, temporary directories. Tests
 * look before and after, and nothing may have been left. Threads and processes are only seen where there's /proc.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How long whatever is closing may take, and how often it's looked at, ms. */
const PATIENCE = 3000
const LOOK = 50

/** A look at this process, and a way to see what has come since. */
export class Leaks {
  readonly #before: string[]
  readonly #temporary: string
  readonly #outside: string | undefined

  private constructor(before: string[], temporary: string, outside: string | undefined) {
    this.#before = before
    this.#temporary = temporary
    this.#outside = outside
  }

  /** Where temporary files go until `end`. */
  get temporary(): string {
    return this.#temporary
  }

  /** Looks now. Until `end`, temporary files go to a place of this test's own: others make some too. */
  static async watch(): Promise<Leaks> {
    const { TMPDIR: outside } = process.env
    const temporary = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
    Object.assign(process.env, { TMPDIR: temporary })
    return new Leaks(await openThings(), temporary, outside)
  }

  /** What is open that wasn't; waits a moment for what is just closing. */
  async left(): Promise<string[]> {
    const deadline = performance.now() + PATIENCE
    for (;;) {
      const left = [...beyond(await openThings(), this.#before), ...(await readdir(this.#temporary))]
      if (left.length === 0 || performance.now() > deadline) return left
      await new Promise((resolve) => setTimeout(resolve, LOOK))
    }
  }

  /** Stops looking, and removes the place for temporary files. */
  async end(): Promise<void> {
    if (this.#outside === undefined) Reflect.deleteProperty(process.env, 'TMPDIR')
    else Object.assign(process.env, { TMPDIR: this.#outside })
    await rm(this.#temporary, { recursive: true, force: true })
  }
}

async function openThings(): Promise<string[]> {
  return [...process.getActiveResourcesInfo(), ...(await threads()), ...(await children(process.pid))]
}

/** What is in `now` more often than in `before`. */
function beyond(now: string[], before: string[]): string[] {
  const known = [...before]
  return now.filter((thing) => {
    const index = known.indexOf(thing)
    if (index >= 0) known.splice(index, 1)
    return index < 0
  })
}

async function threads(): Promise<string[]> {
  const tasks = '/proc/self/task'
  return existsSync(tasks) ? (await readdir(tasks)).map(() => 'thread') : []
}

/** The processes below one, by their ids and command lines. */
export async function children(pid: number): Promise<string[]> {
  const found = await Promise.all((await pids()).map(async (id) => ({ id, parent: await parentOf(id) })))
  const own = found.filter(({ parent }) => parent === pid).map(({ id }) => id)
  const below = await Promise.all(own.map(async (id) => [await commandOf(id), ...(await children(id))]))
  return below.flat()
}

/** All processes whose command lines mention `text`, by their ids and command lines. */
export async function processesNaming(text: string): Promise<string[]> {
  const commands = await Promise.all((await pids()).map(commandOf))
  return commands.filter((command) => command.includes(text))
}

async function pids(): Promise<number[]> {
  if (!existsSync('/proc/self/stat')) return []
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name in brackets may hold anything, brackets and spaces too.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

async function commandOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return `${pid} ${line.replaceAll('\0', ' ').trim()}`
}
