/**
 * Which demos there are, in which styles, with their text: what a lesson may name. Read from the folders,
 * so that dropping a folder is all it takes to add a demo.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STYLES, type Style } from '../../server/run.ts'

/** One folder of programs. */
export interface ShelvedDemo {
  name: string
  /** In the order of the story. */
  styles: Style[]
  /** The whole text of one program. */
  program(style: Style): string
}

/** Every folder of `folder` (the project's `demos/`) that holds at least one program, by name. */
export function readShelf(folder: string): Map<string, ShelvedDemo> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const demos = names.map((name) => readDemo(folder, name)).filter((demo) => demo.styles.length > 0)
  return new Map(demos.map((demo) => [demo.name, demo]))
}

function readDemo(folder: string, name: string): ShelvedDemo {
  const fileOf = (style: Style) => join(folder, name, `${style}.ts`)
  return {
    name,
    styles: STYLES.filter((style) => existsSync(fileOf(style))),
    program: (style) => readFileSync(fileOf(style), 'utf8'),
  }
}
