/**
 * Things that are built from the sources are kept in a folder named by what went into them: an unchanged
 * project starts at once, and two processes that build the same thing at once can't break each other.
 */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

/** The folder of the project, absolute: the nearest one with a package.json, also when this module is bundled. */
export const PROJECT = nearestPackage(dirname(fileURLToPath(import.meta.url)))

const CACHE = join(PROJECT, 'node_modules', '.cache', 'meanwhile')
const KEPT = 3
const HOUR = 3_600_000
const HALF_HOUR = HOUR / 2

function nearestPackage(folder) {
  return existsSync(join(folder, 'package.json')) ? folder : nearestPackage(dirname(folder))
}

async function filesBelow(path) {
  if (!existsSync(path)) return []
  if ((await stat(path)).isFile()) return [path]
  const found = await readdir(path, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

/** The names and contents of these files and folders of the project, but for those below `except`, as 16 hexadecimal digits. */
export async function contentHash(paths, except = []) {
  const below = except.map((path) => join(PROJECT, path) + sep)
  const found = (await Promise.all(paths.map((path) => filesBelow(join(PROJECT, path))))).flat()
  const files = found.filter((file) => !below.some((folder) => file.startsWith(folder))).sort()
  const contents = await Promise.all(files.map((file) => readFile(file)))
  const hash = createHash('sha256')
  for (const [index, file] of files.entries()) {
    const name = file.slice(PROJECT.length + 1).replaceAll(sep, '/')
    hash.update(`${name}\n${contents[index].length}\n`).update(contents[index])
  }
  return hash.digest('hex').slice(0, 16)
}

/** A fresh, empty folder that nobody else knows, beside the cached ones so that it can be renamed into place. */
export async function freshFolder() {
  const folder = join(CACHE, `building-${process.pid}-${randomBytes(4).toString('hex')}`)
  await mkdir(folder, { recursive: true })
  return folder
}

/** Gives the cached folder called `name`, and has `make(folder)` fill it first if there's none. */
export async function cached(name, make) {
  const folder = join(CACHE, name)
  if (!existsSync(folder)) {
    const fresh = await freshFolder()
    try {
      await make(fresh)
      await moveUnlessThere(fresh, folder)
    } finally {
      await rm(fresh, { recursive: true, force: true })
    }
    await prune()
  }
  await touch(folder)
  return folder
}

/** Keeps a cached folder from being pruned for as long as this process lives. */
export function keepInUse(folder) {
  setInterval(() => touch(folder).catch(() => undefined), HALF_HOUR).unref()
}

function touch(folder) {
  const now = new Date()
  return utimes(folder, now, now)
}

async function moveUnlessThere(from, to) {
  try {
    await rename(from, to)
  } catch (cause) {
    // Somebody else was quicker; the name says that theirs is the same.
    if (!existsSync(to)) throw cause
  }
}

// A process that still runs from an old folder starts workers from it: only what nobody used for an hour goes.
async function prune() {
  const paths = (await readdir(CACHE)).map((name) => join(CACHE, name))
  const folders = await Promise.all(paths.map(async (path) => ({ path, used: await lastUse(path) })))
  const old = folders.sort((a, b) => b.used - a.used).slice(KEPT)
  const unused = old.filter(({ used }) => Date.now() - used > HOUR)
  await Promise.all(unused.map(({ path }) => rm(path, { recursive: true, force: true })))
}

async function lastUse(path) {
  const about = await stat(path).catch(() => undefined)
  // Gone already: another process prunes too, or has finished its build.
  return about?.mtimeMs ?? Date.now()
}

/** What went wrong in a build, for people: one message a line, without the bundler's own stack. */
export function buildMessage(error) {
  const errors = Array.isArray(error.errors) ? error.errors : [error]
  return errors.map(({ message }) => stripVTControlCharacters(message).split('\n    at ', 1)[0]).join('\n')
}
