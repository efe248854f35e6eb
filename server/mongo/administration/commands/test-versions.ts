/** Commands for the tests of drivers: each belongs to other versions of the API, and only says what it was called with. */
import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'

export default {
  names: ['testDeprecation', 'testDeprecationInVersion2', 'testRemoval', 'testVersion2', 'testVersions1And2'],
  fields: {},
  lenient: true,
  run: tellVersion,
} satisfies Command

function tellVersion({ body }: Call): Reply {
  const given = ['apiVersion', 'apiStrict', 'apiDeprecationErrors'].flatMap((name) => {
    const value = body.get(name)
    return value ? [[name, value] as const] : []
  })
  return Object.fromEntries(given)
}
