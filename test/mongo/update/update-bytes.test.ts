import { describe, expect, it } from 'vitest'
import { Document, type Value } from '../../../server/mongo/bson/document.ts'
import {
  array,
  date,
  documentOf,
  double,
  int,
  long,
  NULL,
  object,
  text,
} from '../../../server/mongo/bson/values.ts'
import { compileUpdate } from '../../../server/mongo/update/update.ts'
import { randomBySeed } from '../../../server/runtime/load/random.ts'

const NAMES = ['_id', 'a', 'b', '10', '9', '1', 'z', 'é', 'a b', '$x']

/** Makes documents of all shapes, with names in any order, such as no JavaScript object keeps. */
function generator(random: () => number) {
  const below = (limit: number) => Math.floor(random() * limit)
  const value = (depth: number): Value => {
    const makers = [
      () => int(below(100)),
      () => long(BigInt(below(100))),
      () => double(random()),
      () => text('x'.repeat(below(30))),
      () => NULL,
      () => date(BigInt(below(1e9))),
      () => array(Array.from({ length: below(4) }, () => value(depth + 1))),
      () => object(document(depth + 1)),
    ]
    return makers[below(depth > 3 ? 6 : makers.length)]!()
  }
  const document = (depth: number): Document => {
    const names = NAMES.filter(() => random() < 0.6).sort(() => random() - 0.5)
    return documentOf(names.map((name) => [name, value(depth)] as const))
  }
  return { document, value, below }
}

/** Every path to a value that can be changed, with the bytes there. */
function leaves(value: Value, path: string[], found: Map<string, string>): Map<string, string> {
  const inside = value.isDocument || value.isArray ? value.document.fields : []
  if (inside.length === 0) found.set(path.join('.'), `${value.type} ${value.bytes}`)
  for (const field of inside) leaves(field.value, [...path, field.name], found)
  return found
}

const scope = { variables: new Map<string, Value>(), now: 0, random: () => 0 }

describe('an update', () => {
  it('keeps the bytes and the order of all that it does not name', () => {
    const random = randomBySeed(7)
    const { document, value, below } = generator(random)
    for (let round = 0; round < 2000; round++) {
      const before = document(0)
      const old = leaves(object(before), [], new Map())
      const paths = [...old.keys()].filter((path) => path !== '' && !/^(_id|\$x)|\$/.test(path))
      const path = paths[below(paths.length)]
      if (path === undefined) continue
      const made = value(0)
      const update = object(documentOf([['$set', object(documentOf([[path, made]]))]]))
      const after = compileUpdate(update, { scope, newId: () => new Uint8Array(12) }).apply(before)
      after.check()
      const now = leaves(object(new Document(after.bytes)), [], new Map())
      const outside = ([name]: [string, string]) => name !== path && !name.startsWith(`${path}.`)
      expect([...now].filter(outside)).toEqual([...old].filter(outside))
      expect(at(after, path.split('.'))).toEqual([made.type, made.bytes])
    }
  })

  it('gives back the same bytes when a field is added and taken out again', () => {
    const { document } = generator(randomBySeed(8))
    for (let round = 0; round < 500; round++) {
      const before = document(0)
      const options = { scope, newId: () => new Uint8Array(12) }
      const one = object(documentOf([['new', int(1)]]))
      const added = compileUpdate(object(documentOf([['$set', one]])), options).apply(before)
      const back = compileUpdate(object(documentOf([['$unset', one]])), options).apply(added)
      expect(added.bytes.length).toBe(before.bytes.length + 9)
      expect(back.bytes).toEqual(before.bytes)
    }
  })
})

function at(document: Document, steps: string[]): [type: number, bytes: Uint8Array] {
  const end = steps.reduce<Value>(
    (value, step) => (value.isArray ? value.elements[Number(step)]! : value.document.get(step)!),
    object(document),
  )
  return [end.type, end.bytes]
}
