/** Each public class of the guest library shows one whole small program in its doc comment, and it runs. */
import { describe, expect, it } from 'vitest'
import { LIBRARY } from '../../server/library.ts'
import { STYLES, type Style } from '../../server/run.ts'
import { documentedClasses, notErrors, publicClasses } from '../support/docstrings.ts'
import { endOf, only, simulateProgram } from '../support/simulated.ts'

const programs = import.meta.glob<string>(
  ['../../demos/*/*.ts', '!../../demos/lib/*', '../goldens/programs/*.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
)
const open = notErrors(publicClasses(LIBRARY, Object.values(programs)))
const examples = documentedClasses(LIBRARY).flatMap(({ name, examples }) =>
  examples.map((example, index) => ({ name: index === 0 ? name : `${name} (${index + 1})`, ...example })),
)

describe('the classes that programs may name', () => {
  it('are found', () => {
    expect(open.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['IOLoop', 'MongoClient', 'Socket', 'Task']),
    )
  })

  it('each show a whole program', () => {
    const without = open.filter(({ examples }) => examples.length === 0)
    expect(without.map(({ module, name }) => `${module}: ${name}`)).toEqual([])
  })
})

describe.each(examples)('the program of $name', ({ style, source }) => {
  it('runs to its end without an error', async () => {
    expect(STYLES).toContain(style)
    const events = await simulateProgram(style as Style, source)
    const logged = only(events, 'log').filter(({ stream }) => stream === 'err')
    const { reason, message } = endOf(events)
    expect({ reason, message, logged }).toEqual({
      reason: expect.stringMatching(/^(answered|returned)$/),
      message: undefined,
      logged: [],
    })
  })
})
