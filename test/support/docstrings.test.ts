import { expect, it } from 'vitest'
import { documentedClasses, notErrors, publicClasses } from './docstrings.ts'

const SOURCE = `/** A module. */
import { x } from 'x'

/**
 * One of two.
 *
 * \`\`\`ts async
 * export function main() {
 *   console.log(1)
 * }
 * \`\`\`
 */
export class One<T = Map<string, number>> extends Two {
  /** Not a class. */
  m() {}
}

/** Another. */
class Hidden {}
export class Bare {}
/** Fails. */
export class Gone extends os.OSError {}
export class FarGone extends Gone {}
`

const classes = documentedClasses(new Map([['module', SOURCE]]))

it('finds the exported classes, their comments and the programs in them', () => {
  expect(classes.map(({ name, parent }) => [name, parent])).toEqual([
    ['One', 'Two'],
    ['Bare', undefined],
    ['Gone', 'os.OSError'],
    ['FarGone', 'Gone'],
  ])
  expect(classes[0]!.comment).toMatch(/^One of two\.\n\n```ts async\n/)
  expect(classes[0]!.examples).toEqual([
    { style: 'async', source: 'export function main() {\n  console.log(1)\n}\n' },
  ])
  expect(classes[1]).toMatchObject({ comment: '', examples: [] })
})

it('leaves errors out, however far from Error they are', () => {
  expect(notErrors(classes).map(({ name }) => name)).toEqual(['One', 'Bare'])
})

it('knows which of them a program can get hold of, by whatever door', () => {
  const library = new Map([
    ['door', "export { Seen, type T } from 'room'\nexport * from 'other'\nexport class Own {}\n"],
    ['room', 'export class Seen {}\nexport class Unseen {}\n'],
    ['other', 'export class All {}\n'],
    ['closed', 'export class Never {}\n'],
  ])
  const open = publicClasses(library, ["import { Own } from 'door'\nimport 'nothing'"])
  expect(open.map(({ name }) => name)).toEqual(['Own', 'Seen', 'All'])
})
