import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildMessage, cached, contentHash, freshFolder, PROJECT } from '../server/build-cache.mjs'

let name: string
let sources: string

beforeEach(async () => {
  sources = await freshFolder()
  name = `test-${sources.slice(-8)}`
})

afterEach(async () => {
  await rm(sources, { recursive: true, force: true })
  await rm(join(sources, '..', name), { recursive: true, force: true })
})

const hash = (...except: string[]) => {
  const inProject = (path: string) => path.slice(PROJECT.length + 1)
  return contentHash(
    [inProject(sources)],
    except.map((path) => inProject(join(sources, path))),
  )
}

test('the hash changes with a name, with a content, and with nothing else', async () => {
  await writeFile(join(sources, 'a'), 'one')
  const before = await hash()
  expect(before).toMatch(/^[0-9a-f]{16}$/)
  await writeFile(join(sources, 'a'), 'one')
  expect(await hash()).toBe(before)
  await writeFile(join(sources, 'a'), 'two')
  const changed = await hash()
  await rm(join(sources, 'a'))
  await writeFile(join(sources, 'b'), 'two')
  expect(new Set([before, changed, await hash()]).size).toBe(3)
})

test('the hash does not see what it was told to leave out', async () => {
  await writeFile(join(sources, 'a'), 'one')
  const before = await hash('out')
  await mkdir(join(sources, 'out'))
  await writeFile(join(sources, 'out', 'b'), 'two')
  expect(await hash('out')).toBe(before)
  expect(await hash()).not.toBe(before)
})

test('what was made once is not made again', async () => {
  const made: string[] = []
  const make = async (folder: string) => {
    made.push(folder)
    await writeFile(join(folder, 'x'), 'x')
  }
  const folder = await cached(name, make)
  expect(await cached(name, make)).toBe(folder)
  expect(made).toHaveLength(1)
  expect(await readFile(join(folder, 'x'), 'utf8')).toBe('x')
})

test('makers that meet do not break each other, and leave nothing behind', async () => {
  const folders = await Promise.all(
    [1, 2, 3, 4].map((maker) =>
      cached(name, async (folder) => {
        await writeFile(join(folder, 'x'), 'x')
        await new Promise((resolve) => setTimeout(resolve, maker * 5))
      }),
    ),
  )
  expect(new Set(folders).size).toBe(1)
  expect(await readdir(folders[0] ?? '')).toEqual(['x'])
  const left = (await readdir(join(sources, '..'))).filter((entry) =>
    entry.startsWith(`building-${process.pid}-`),
  )
  expect(left).toEqual([sources.slice(sources.lastIndexOf('building-'))])
})

test('a maker that fails leaves nothing that looks made', async () => {
  await expect(cached(name, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(join(sources, '..', name))).toBe(false)
})

test('a build that fails is told without colours and without a stack', () => {
  expect(
    buildMessage({ errors: [{ message: '\u001b[31mx.ts:1\u001b[0m\n    at bundler' }, { message: 'y' }] }),
  ).toBe('x.ts:1\ny')
  expect(buildMessage(new Error('one'))).toBe('one')
})
