/** Stages that begin a pipeline with documents of their own. */

import type { Document } from '../../bson/document.ts'
import { documentOf } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { compute, documentIn, type Stage, type Stages, typeOf } from './stage.ts'

const report: Stage = (value, { world }, name) => {
  const specification = documentIn(value, 9, `${name} must take a nested object but found: ${typeOf(value)}`)
  return () => world?.report(name, specification) ?? []
}

export const sources: Stages = {
  $documents(value, context, name) {
    const make = compute(value, context)
    return () => {
      const made = make(documentOf([]))
      if (!made?.isArray) {
        throw new CommandError(5858203, `an array is expected in ${name}, found: ${typeOf(made)}`)
      }
      return made.elements.map(
        (item): Document =>
          documentIn(
            item,
            40228,
            `'newRoot' expression  must evaluate to an object, but resulting value was: Type of resulting value: '${typeOf(item)}'`,
          ),
      )
    }
  },
  $collStats: report,
  $indexStats: report,
  $currentOp: report,
  $listLocalSessions: report,
  $listSessions: report,
}
