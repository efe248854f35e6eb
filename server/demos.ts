/** The demos that were built in: folders of programs that answer one question, found by looking, not by a list. */
import { STYLES, type Style } from './run.ts'
import type { Demo } from './trace/demo.ts'

const described = import.meta.glob<Demo>('../demos/*/demo.ts', { import: 'default', eager: true })
const programs = import.meta.glob<string>('../demos/*/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The names of all demos, in alphabetical order. */
export const DEMO_NAMES: readonly string[] = Object.keys(described)
  .map((path) => path.split('/').at(-2)!)
  .sort()

/** What a demo says about itself, or undefined if there's none of that name. */
export function demoNamed(name: string): Demo | undefined {
  return described[`../demos/${name}/demo.ts`]
}

/** The text of a demo's program in a style, or undefined. */
export function programOf(demo: string, style: Style): string | undefined {
  return programs[`../demos/${demo}/${style}.ts`]
}

/** The styles in which a demo is written. */
export function stylesOf(demo: string): Style[] {
  return STYLES.filter((style) => programOf(demo, style) !== undefined)
}
