/** `dropDatabase`: forgets all collections of a database. */
import { RANK } from '../bson/bson-type.ts'
import type { Reply } from '../bson/encode.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'

export default { names: ['dropDatabase'], fields: {}, run: dropDatabase } satisfies Command

function dropDatabase(call: Call): Reply {
  const { services, database, body } = call
  const { store } = services
  if (body.fields[0]!.value.rank !== RANK.number || toNumber(body.fields[0]!.value) !== 1) {
    throw new CommandError(5255100, 'Have to pass 1 as parameter')
  }
  const collections = store.collections(database)
  for (const collection of collections) store.drop(collection)
  return collections.length > 0 ? { dropped: database } : {}
}
