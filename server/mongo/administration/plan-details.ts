/** What `explain` says of a step beside its name and its figures, and the steps that only it knows. */

import { describe } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { MAX_KEY, MIN_KEY } from '../bson/values.ts'
import type { IndexScan } from '../plan/index-scan.ts'
import { Stage } from '../plan/plan-stage.ts'
import type { Interval } from '../storage/intervals.ts'
import { showFilter } from './parsed-query.ts'

/** The fields that describe a step. */
export function detailsOf({ name, facts }: Stage): Reply {
  const { filter, scan, backward, sort, limit, skip, projection } = facts
  return {
    ...(filter && { filter: showFilter(filter) }),
    ...(scan && name !== 'IDHACK' && describeScan(scan)),
    ...(name === 'COLLSCAN' && { direction: backward ? 'backward' : 'forward' }),
    ...(sort && { sortPattern: sort, memLimit: 104857600 }),
    ...(limit && { limitAmount: limit }),
    ...(sort && { type: 'simple' }),
    ...(skip && { skipAmount: skip }),
    ...(projection && { transformBy: projection }),
  }
}

/** A step that changes nothing about which records there are: a projection. */
export function projected(name: string, projection: Document, input: Stage): Stage {
  return new Stage(name, { projection }, [input], () => input.run())
}

/** Carries its input out, or its first record only, without giving anything itself: counting, or a write that is only explained. */
export function silent(name: string, input: Stage | undefined, once = false): Stage {
  let counted = 0
  return new Stage(name, { counted: () => counted }, input ? [input] : [], () => {
    for (const _ of input?.run() ?? []) {
      counted++
      if (once) break
    }
    return []
  })
}

function describeScan({ index, bounds, backward }: IndexScan): Reply {
  const { specification, fields, name, unique, sparse, partial, collation } = index.options
  const multikey = fields.map(({ path }, field) => [path, [...index.arrays[field]!]])
  return {
    keyPattern: specification.get('key')!,
    indexName: name,
    ...(collation && { collation: collation.specification }),
    isMultiKey: index.multikey,
    multiKeyPaths: Object.fromEntries(multikey),
    isUnique: unique,
    isSparse: sparse,
    isPartial: partial !== undefined,
    indexVersion: 2,
    direction: backward ? 'backward' : 'forward',
    indexBounds: Object.fromEntries(
      fields.map(({ path, direction }, field) => {
        const turned = direction < 0 !== backward
        const shown = bounds[field]!.map((interval) => showInterval(interval, turned))
        return [path, turned ? shown.reverse() : shown]
      }),
    ),
  }
}

/** `(5.0, inf.0]`; backward scans show it turned round. */
function showInterval({ low, high }: Interval, backward: boolean): string {
  return backward
    ? `${high.after ? '[' : '('}${show(high.value)}, ${show(low.value)}${low.after ? ')' : ']'}`
    : `${low.after ? '(' : '['}${show(low.value)}, ${show(high.value)}${high.after ? ']' : ')'}`
}

function show(value: Value): string {
  if (value === MIN_KEY) return 'MinKey'
  if (value === MAX_KEY) return 'MaxKey'
  return describe(value).replace(/^(-?)inf(inity)?$/i, '$1inf.0')
}
