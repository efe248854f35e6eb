/**
 * The walls between the worlds are the compiler's: a portable world that reaches for Node, for a page or for a
 * timer doesn't compile. Tried in a copy of the tsconfigs, with one file in it that does.
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROJECT } from '../server/build-cache.mjs'

const TSC = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc')
const PORTABLE = [
  'server/kernel',
  'server/trace',
  'server/mongo',
  'server/services',
  'server/sandbox',
  'server/runtime/simulated',
  'demos/lib',
]

let copy: string

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'meanwhile-worlds-'))
  await cp(join(PROJECT, 'tsconfig.base.json'), join(copy, 'tsconfig.base.json'))
  for (const world of ['server', 'demos']) {
    await cp(join(PROJECT, world), join(copy, world), { recursive: true, filter: isLayout })
  }
  // Node's types are there to be found, so that only the tsconfigs can keep them out.
  await mkdir(join(copy, 'node_modules'))
  for (const name of ['@types', 'undici-types', 'vite']) {
    await symlink(join(PROJECT, 'node_modules', name), join(copy, 'node_modules', name), 'junction')
  }
})

afterAll(() => rm(copy, { recursive: true, force: true }))

/** Folders, tsconfigs and declarations: what a world is, without what's in it. */
function isLayout(path: string): boolean {
  const name = path.slice(path.lastIndexOf(sep) + 1)
  return name === 'tsconfig.json' || name.endsWith('.d.ts') || !name.includes('.')
}

/** What the compiler says about one file of this text in `folder`; empty if it's content. */
async function complaints(folder: string, text: string): Promise<string> {
  const world = folder === 'demos/lib' ? 'demos' : folder
  await mkdir(join(copy, folder), { recursive: true })
  const probe = join(copy, folder, 'probe.ts')
  await writeFile(probe, text)
  try {
    return await new Promise((resolve) =>
      execFile(
        process.execPath,
        [TSC, '-p', join(copy, world), '--pretty', 'false'],
        { cwd: copy },
        (_error, said) => resolve(said),
      ),
    )
  } finally {
    await rm(probe)
  }
}

const READS_A_FILE = `import { readFileSync } from 'node:fs'\nexport const text: string = readFileSync('x', 'utf8')\n`

describe.each(PORTABLE)('%s', (folder) => {
  test('takes code that needs nothing but the language', async () => {
    expect(await complaints(folder, 'export const double = (x: number): number => x * 2\n')).toBe('')
  })

  test('refuses node:fs', async () => {
    expect(await complaints(folder, READS_A_FILE)).toMatch(
      /probe\.ts\(1,30\): error TS\d+: Cannot find .*'?node:fs'?/,
    )
  })

  test('refuses the page', async () => {
    const said = await complaints(folder, 'export const title: string = document.title\n')
    expect(said).toMatch(/probe\.ts\(1,30\): error TS\d+: Cannot find name 'document'/)
  })

  test('refuses timers', async () => {
    const said = await complaints(folder, 'export const later = (): void => void setTimeout(() => {}, 1)\n')
    expect(said).toMatch(/probe\.ts\(1,39\): error TS\d+: Cannot find name 'setTimeout'/)
  })
})

test('the node runtime may use node:fs', async () => {
  expect(await complaints('server/runtime/node', READS_A_FILE)).toBe('')
})
