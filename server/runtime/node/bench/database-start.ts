/** From nothing to the first answer of our database: as a process, and in a tab. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Part } from '../../../mongo/part.ts'
import type { MongoServer } from '../../../mongo/server.ts'
import { databaseBundle, PARTS } from './database-bundle.ts'
import { at, type Figure } from './figures.ts'
import { MongoLoad, messageOf } from './mongo-load.ts'
import type { Rig } from './rig.ts'

const REPETITIONS = 7

const HELLO = { hello: 1 }

/** Where Chrome or Chromium may be. */
const VARIABLES = ['MEANWHILE_CHROME', 'CHROME']
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const { PATH = '' }: { PATH?: string } = process.env

export async function databaseStart({ bundle }: Rig): Promise<Figure[]> {
  return [await asProcess(bundle), await inTab()]
}

/** Node's own start is in it. */
async function asProcess(bundle: URL): Promise<Figure> {
  const values: number[] = []
  for (let count = 0; count < REPETITIONS; count += 1) {
    const began = performance.now()
    const entry = fileURLToPath(new URL('./mongod-main.mjs', bundle))
    const child = spawn(process.execPath, [entry, '--port', '0'])
    const [line] = await once(child.stdout, 'data')
    const load = await MongoLoad.open((JSON.parse(String(line)) as Ready).attr.port, 1)
    await load.ask(1, () => HELLO)
    values.push(performance.now() - began)
    load.close()
    child.kill()
    await once(child, 'exit')
  }
  return { what: 'a process, with the start of node', unit: 'ms', values }
}

interface Ready {
  attr: { port: number }
}

/** A new page each time, so that nothing is compiled yet: its module is loaded, and the server answers a hello. */
async function inTab(): Promise<Figure> {
  const figure = { what: 'in a tab, with all parts', unit: 'ms', budget: at.most(50) }
  const executablePath = findChrome()
  if (executablePath === undefined)
    return { ...figure, values: [], note: 'there is no Chrome or Chromium here' }
  const { code } = await databaseBundle(PARTS)
  const hello = [...messageOf(HELLO)]
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const values: number[] = []
  for (let count = 0; count < REPETITIONS; count += 1) {
    const context = await browser.newContext()
    const page = await context.newPage()
    values.push(await page.evaluate(startInPage, { code, hello, parts: [...PARTS] }))
    await context.close()
  }
  await browser.close()
  return { ...figure, values, note: `headless ${executablePath}, from import() to the first reply` }
}

interface Start {
  code: string
  hello: number[]
  /** The names of the parts in the code. */
  parts: string[]
}

/** Runs in the page. */
async function startInPage({ code, hello, parts }: Start): Promise<number> {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  const began = performance.now()
  const module = (await import(url)) as { MongoServer: typeof MongoServer } & Record<string, unknown>
  const server = new module.MongoServer({
    newId: () => new Uint8Array(12),
    now: Date.now,
    random: Math.random,
    version: '7.0.14',
    parts: parts.map((name) => module[name] as Part),
  })
  const { replies } = server.connect().receive(Uint8Array.from(hello))
  const took = performance.now() - began
  if (replies.length !== 1) throw new Error('the database in the tab did not answer')
  return took
}

function findChrome(): string | undefined {
  const named = VARIABLES.map((name) => process.env[name] ?? '')
  const folders = PATH.split(delimiter)
  const usual = folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command)))
  return [...named, ...usual].find((path) => path !== '' && existsSync(path))
}
