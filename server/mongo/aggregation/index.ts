/** The part that computes: pipelines of stages, and the expressions that filters, projections and updates can hold. */
import type { Part } from '../part.ts'
import aggregate from './commands/aggregate.ts'
import { compileExpression, isOperator } from './expression.ts'
import { compileUpdatePipeline } from './pipeline.ts'

/** `aggregate`, and the expression language wherever it may stand. */
export const aggregation: Part = {
  commands: [aggregate],
  expressions: { compile: compileExpression, isOperator, compileUpdate: compileUpdatePipeline },
}
