/**
 * Time series: collections of measurements, each with its time. mongod packs them into buckets; here each is stored
 * as it is. What that changes for clients is told by mongod's own rules: any `_id` may come twice, and only the
 * field that says what was measured can be updated.
 */
import { fieldOf, namespaceOf } from '../../arguments.ts'
import { RANK, TYPE, typeName } from '../../bson/bson-type.ts'
import type { Document, Value } from '../../bson/document.ts'
import { encode } from '../../bson/encode.ts'
import { toNumber } from '../../bson/numbers.ts'
import { long, object } from '../../bson/values.ts'
import type { Call } from '../../command.ts'
import { badValue, CommandError } from '../../command-error.ts'
import { readIndex } from '../../storage/index-specification.ts'
import type { Made } from './create-kind.ts'
import { readExpiry } from './expiry.ts'

/** The longest time a bucket may span, s. */
const SPANS: Record<string, number> = { seconds: 3600, minutes: 86_400, hours: 2_592_000 }

const FIELDS: Record<string, 'string' | 'number'> = {
  timeField: 'string',
  metaField: 'string',
  granularity: 'string',
  bucketMaxSpanSeconds: 'number',
  bucketRoundingSeconds: 'number',
}

/** Options of `create` that may stand beside `timeseries`. */
const ALLOWED = 'storageEngine indexOptionDefaults collation timeseries expireAfterSeconds'.split(' ')

/** Reads `timeseries`. Throws mongod's errors. */
export function timeSeriesKind(call: Call): Made {
  const { body, services } = call
  const namespace = namespaceOf(call)
  const given = body.get('timeseries')!.document
  checkOthers(call, namespace)
  checkFields(given, namespace)
  const [time, meta] = ['timeField', 'metaField'].map((name) => given.get(name)?.text)
  const seconds = readExpiry(fieldOf(body, 'expireAfterSeconds'), 'create')
  const scope = { variables: new Map(), now: services.now(), random: services.random }
  const index = meta && {
    key: { [meta]: 1, [time!]: 1 },
    name: `${meta}_1_${time}_1`,
  }
  return {
    kind: {
      type: 'timeseries',
      indexes: index ? [readIndex(encode(index), scope)] : [],
      check: (document) => checkTime(document, time!),
      ...(meta !== undefined && { meta }),
      ...(seconds !== undefined && { expiry: { path: time!, seconds } }),
    },
    shown: [
      ...(seconds === undefined ? [] : [['expireAfterSeconds', long(BigInt(seconds))] as const]),
      ['timeseries', object(describe(given))],
    ],
  }
}

function checkTime(document: Document, time: string): void {
  if (document.get(time)?.type === TYPE.date) return
  throw badValue(`'${time}' must be present and contain a valid BSON UTC datetime value`)
}

/** With the values that mongod fills in. */
function describe(given: Document): Document {
  const [time, meta, granularity, span] = Object.keys(FIELDS).map((name) => given.get(name))
  const rounding = given.get('bucketRoundingSeconds')
  return encode({
    timeField: time!,
    ...(meta && { metaField: meta }),
    ...(span ? {} : { granularity: granularity ?? 'seconds' }),
    ...(rounding && { bucketRoundingSeconds: rounding }),
    bucketMaxSpanSeconds: span ?? SPANS[granularity?.text ?? 'seconds']!,
  })
}

function checkOthers({ body }: Call, namespace: string): void {
  const [, ...fields] = body.fields
  const generic = /^(\$|lsid$|comment$|maxTimeMS$|writeConcern$|readConcern$|api)/
  const wrong = fields.find(({ name }) => !ALLOWED.includes(name) && !generic.test(name))
  if (wrong) throw invalid(`${namespace}: 'timeseries' is not allowed with '${wrong.name}'`)
}

function checkFields(given: Document, namespace: string): void {
  for (const { name, value } of given.fields) checkField(name, value)
  const [time, meta, granularity, span, rounding] = Object.keys(FIELDS).map((name) => given.get(name))
  if (!time) {
    throw new CommandError(40414, "BSON field 'create.timeseries.timeField' is missing but a required field")
  }
  for (const [name, value] of [
    ['timeField', time],
    ['metaField', meta],
  ] as const) {
    if (value?.text.includes('.'))
      throw invalid(`${namespace}: '${name}' must be a top-level field and not contain a '.'`)
  }
  if (meta?.text === '_id') throw invalid(`'metaField' cannot be "_id"`)
  if (meta && meta.text === time.text) throw invalid("'metaField' cannot be the same as 'timeField'")
  if (granularity && !Object.hasOwn(SPANS, granularity.text)) {
    throw badValue(
      `Enumeration value '${granularity.text}' for field 'create.timeseries.granularity' is not a valid value.`,
    )
  }
  if (Number(span && toNumber(span)) === Number(rounding && toNumber(rounding)) || (!span && !rounding))
    return
  throw invalid("'bucketMaxSpanSeconds' and 'bucketRoundingSeconds' need to be set to the same value")
}

function checkField(name: string, value: Value): void {
  const type = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
  const path = `create.timeseries.${name}`
  if (!type) throw new CommandError(40415, `BSON field '${path}' is an unknown field.`)
  if (type === 'string' ? value.type === TYPE.string : value.rank === RANK.number) return
  const expected = type === 'string' ? "type 'string'" : "types '[long, int, decimal, double]'"
  throw new CommandError(
    14,
    `BSON field '${path}' is the wrong type '${typeName(value.type)}', expected ${expected}`,
  )
}

/** mongod's error for what doesn't go with a time series. */
export function invalid(message: string): CommandError {
  return new CommandError(72, message)
}
