/** How a `find` projects what its plan gives: the step that `explain` adds for it. */
import { documentArgument } from '../arguments.ts'
import { RANK, TYPE } from '../bson/bson-type.ts'
import type { Document } from '../bson/document.ts'
import type { Call } from '../command.ts'
import type { Stage } from '../plan/plan-stage.ts'
import { planQuery } from '../plan/planner.ts'
import type { Query } from '../query/query.ts'
import type { Collection } from '../storage/collection.ts'
import { projected } from './plan-details.ts'

/** The steps of a `find`, with one for its projection. */
export function findStage(call: Call, collection: Collection | undefined, query: Query): Stage {
  const stage = planQuery(collection, query)
  const projection = documentArgument(call, 'projection')
  if (!projection || projection.fields.length === 0 || stage.name === 'EOF') return stage
  const name = reads(stage) ? (isSimple(projection) ? 'SIMPLE' : 'DEFAULT') : 'COVERED'
  const project = (input: Stage) => projected(`PROJECTION_${name}`, projection, input)
  return stage.name === 'LIMIT' ? stage.over(project(stage.inputs[0]!)) : project(stage)
}

function isSimple({ fields }: Document): boolean {
  return fields.every(
    ({ name, value }) => !name.includes('.') && (value.rank === RANK.number || value.type === TYPE.bool),
  )
}

/** Some step looks at documents. */
function reads({ name, inputs }: Stage): boolean {
  return /FETCH|COLLSCAN|IDHACK/.test(name) || inputs.some(reads)
}
