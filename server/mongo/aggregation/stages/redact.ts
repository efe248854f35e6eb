/** `$redact`: keeps, prunes or descends into documents, at each level. */

import { describe } from '../../bson/describe.ts'
import type { Document, Value } from '../../bson/document.ts'
import { array, documentOf, NULL, object, text } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { compute, type Stages } from './stage.ts'

const ACTIONS = ['descend', 'prune', 'keep']

export const redact: Stages = {
  $redact(value, context, name) {
    const variables = new Map(context.scope.variables)
    for (const action of ACTIONS) variables.set(action.toUpperCase(), text(action))
    variables.set('CURRENT', NULL)
    const decide = compute(value, { ...context, scope: { ...context.scope, variables } })
    const redactOne = (root: Document, current: Document): Document | undefined => {
      variables.set('CURRENT', object(current))
      const decision = decide(root)
      const action = decision && ACTIONS.find((known) => describe(decision) === `"${known}"`)
      if (action === 'prune') return undefined
      if (action === 'keep') return current
      if (action) {
        return documentOf(
          current.fields.flatMap((field) => {
            const kept = descend(root, field.value)
            return kept ? [[field.name, kept] as const] : []
          }),
        )
      }
      throw new CommandError(
        17053,
        `${name}'s expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE, but returned ${decision ? describe(decision) : 'MISSING'}`,
      )
    }
    const descend = (root: Document, child: Value): Value | undefined => {
      if (child.isArray) return array(child.elements.flatMap((item) => descend(root, item) ?? []))
      if (!child.isDocument) return child
      const kept = redactOne(root, child.document)
      return kept && object(kept)
    }
    return function* (input) {
      for (const document of input) {
        const kept = redactOne(document, document)
        if (kept) yield kept
      }
    }
  },
}
