/** The doc comments of the guest library's exported classes, and the programs in them. */

/** A program in a doc comment: ```` ```ts callbacks ````. */
export interface Example {
  style: string
  source: string
}

/** One exported class of one module. */
export interface Documented {
  module: string
  name: string
  /** The class it extends, if any. */
  parent: string | undefined
  /** The text of its doc comment without stars; empty if there's none. */
  comment: string
  examples: Example[]
}

const CLASS = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^export (?:abstract )?class (\w+)([^{]*)\{/gm
const FROM = /\bfrom '([^']+)'/g
const FENCE = /^```ts (\w+)\n([\s\S]*?)^```$/gm

/** All exported classes of a library, in order, with what their comments hold. */
export function documentedClasses(library: ReadonlyMap<string, string>): Documented[] {
  return [...library].flatMap(([module, source]) =>
    [...source.matchAll(CLASS)].map(([, doc = '', name, heritage]) => {
      const comment = withoutStars(doc)
      return { module, name: name!, parent: parentIn(heritage!), comment, examples: examplesIn(comment) }
    }),
  )
}

/**
 * Those that a program may name: exported by a module that one of these programs, or an example, imports. What
 * only the library itself imports is explained where it is used.
 */
export function publicClasses(
  library: ReadonlyMap<string, string>,
  programs: readonly string[],
): Documented[] {
  const classes = documentedClasses(library)
  const texts = [...programs, ...classes.flatMap(({ examples }) => examples.map(({ source }) => source))]
  const doors = new Set(texts.flatMap((text) => [...text.matchAll(FROM)].map(([, name]) => name!)))
  const open = new Set([...doors].flatMap((door) => exportsOf(library, door)))
  return classes.filter(({ module, name }) => open.has(`${module}: ${name}`))
}

/** What a module gives: `module: name` of what it declares, and of what it hands on from others. */
function exportsOf(library: ReadonlyMap<string, string>, module: string): string[] {
  const source = library.get(module.replace(/^green\//, '')) ?? ''
  const own = [...source.matchAll(CLASS)].map(([, , name]) => `${module}: ${name}`)
  const handedOn = [...source.matchAll(/^export (?:\*|\{([^}]*)\}) from '([^']+)'/gm)]
  const others = handedOn.flatMap(([, names, from]) =>
    exportsOf(library, from!).filter((name) => !names || isAmong(names, name)),
  )
  return [...own, ...others]
}

const isAmong = (names: string, name: string): boolean =>
  names.split(',').some((each) => each.trim().split(' ')[0] === name.replace(/^.*: /, ''))

/** Those that aren't errors, nor extend one. */
export function notErrors(classes: readonly Documented[]): Documented[] {
  const parents = new Map(classes.map(({ name, parent }) => [name, parent?.replace(/^.*\./, '')]))
  const isError = (name: string | undefined): boolean =>
    name !== undefined && (/Error$/.test(name) || isError(parents.get(name)))
  return classes.filter(({ name }) => !isError(name))
}

/** What stands after the class's name may be `<T extends A> extends B<T>`: that's B. */
function parentIn(heritage: string): string | undefined {
  let text = heritage
  while (/<[^<>]*>/.test(text)) text = text.replaceAll(/<[^<>]*>/g, '')
  return /\bextends\s+([\w.]+)/.exec(text)?.[1]
}

function withoutStars(comment: string): string {
  return comment.replaceAll(/^[ \t]*\* ?/gm, '').trim()
}

function examplesIn(comment: string): Example[] {
  return [...comment.matchAll(FENCE)].map(([, style, source]) => ({ style: style!, source: source! }))
}
