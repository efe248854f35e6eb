/** `profile`: the profiler, which is off. */
import { RANK } from '../bson-type.ts'
import type { Call, Command } from '../command.ts'
import { notImplemented } from '../command-error.ts'
import type { Reply } from '../encode.ts'
import { toNumber } from '../numbers.ts'
import { double } from '../values.ts'

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
