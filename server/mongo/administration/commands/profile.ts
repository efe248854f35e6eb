/** `profile`: the profiler, which is off. */
import { RANK } from '../../bson/bson-type.ts'
import type { Reply } from '../../bson/encode.ts'
import { toNumber } from '../../bson/numbers.ts'
import { double } from '../../bson/values.ts'
import type { Call, Command } from '../../command.ts'
import { notImplemented } from '../../command-error.ts'

export default {
  names: ['profile'],
  fields: { slowms: 'integer', sampleRate: 'integer', filter: 'any' },
  run: profile,
} satisfies Command

function profile({ body }: Call): Reply {
  const { value } = body.fields[0]!
  if (value.rank === RANK.number && toNumber(value) > 0) throw notImplemented('the profiler')
  return { was: 0, slowms: 100, sampleRate: double(1) }
}
