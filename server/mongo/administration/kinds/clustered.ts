/**
 * Clustered collections: mongod keeps their documents in the order of `_id`, without an index beside them. Here they
 * have one all the same, and only say that they haven't.
 */
import { fieldOf } from '../../arguments.ts'
import { RANK, TYPE } from '../../bson/bson-type.ts'
import type { Document } from '../../bson/document.ts'
import { encode } from '../../bson/encode.ts'
import { toNumber } from '../../bson/numbers.ts'
import { isTrue } from '../../bson/truth.ts'
import { long, object } from '../../bson/values.ts'
import type { Call } from '../../command.ts'
import { CommandError, notImplemented } from '../../command-error.ts'
import { idIndex } from '../../storage/index-specification.ts'
import type { Made } from './create-kind.ts'
import { readExpiry } from './expiry.ts'

const FIELDS = 'v key name unique'.split(' ')

/** Reads `clusteredIndex`. Throws mongod's errors. */
export function clusteredKind(call: Call): Made {
  const { body, services } = call
  checkOthers(body)
  const given = body.get('clusteredIndex')!
  if (!given.isDocument && given.type !== TYPE.bool) {
    throw new CommandError(5979702, "'clusteredIndex' has to be a boolean or object.")
  }
  if (!given.isDocument) throw notImplemented("a 'clusteredIndex' that is no document")
  checkSpecification(given.document)
  const name = given.document.get('name')?.text ?? '_id_'
  const seconds = readExpiry(fieldOf(body, 'expireAfterSeconds'), 'create')
  const specification = encode({ v: 2, key: { _id: 1 }, name, unique: true })
  const scope = { variables: new Map(), now: services.now(), random: services.random }
  const listed = encode({
    v: 2,
    key: { _id: 1 },
    name,
    unique: true,
    ...(seconds !== undefined && { expireAfterSeconds: BigInt(seconds) }),
    clustered: true,
  })
  return {
    kind: {
      type: 'collection',
      indexes: [{ ...idIndex(scope), name, specification: listed }],
      ...(seconds !== undefined && { expiry: { path: '_id', seconds } }),
    },
    shown: [
      ...(seconds === undefined ? [] : [['expireAfterSeconds', long(BigInt(seconds))] as const]),
      ['clusteredIndex', object(specification)],
    ],
  }
}

function checkOthers(body: Document): void {
  const advice = "Did you mean 'capped: true' with 'expireAfterSeconds'?"
  for (const [name, code] of [
    ['size', 6049200],
    ['max', 6049204],
  ] as const) {
    if (!fieldOf(body, name)) continue
    const what = `'${name}' field for capped collections is not allowed on clustered collections.`
    throw new CommandError(code, `${what} ${advice}`)
  }
  if (!isTrue(body.get('capped'))) return
  if (fieldOf(body, 'expireAfterSeconds')) throw notImplemented('a clustered capped collection')
  throw new CommandError(6049201, "A capped clustered collection requires the 'expireAfterSeconds' field")
}

function checkSpecification(given: Document): void {
  const unknown = given.fields.find(({ name }) => !FIELDS.includes(name))
  const path = 'ClusteredUtil::parseClusteredInfo'
  if (unknown) {
    throw new CommandError(40415, `BSON field '${path}.${unknown.name}' is an unknown field.`)
  }
  const missing = ['key', 'unique'].find((name) => !given.get(name))
  if (missing)
    throw new CommandError(40414, `BSON field '${path}.${missing}' is missing but a required field`)
  if (!isTrue(given.get('unique'))) {
    throw new CommandError(5979700, 'The clusteredIndex option requires unique: true to be specified')
  }
  const { fields } = given.get('key')!.document
  const [field] = fields
  const isId = field?.name === '_id' && field.value.rank === RANK.number && toNumber(field.value) === 1
  if (!isId || fields.length > 1) {
    throw new CommandError(197, 'The clusteredIndex option is only supported for key: {_id: 1}')
  }
  const version = given.get('v')
  if (version && toNumber(version) !== 2) {
    throw new CommandError(
      67,
      `Invalid index specification { v: ${toNumber(version)} }; cannot create an index with v=${toNumber(version)}`,
    )
  }
}
