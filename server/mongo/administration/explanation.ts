/** What `explain` says of a plan: the steps, and with more verbosity what each of them did. */
import type { Reply } from '../bson/encode.ts'
import type { Explained } from '../command.ts'
import type { Stage } from '../plan/plan-stage.ts'
import { showFilter } from '../query/parsed-query.ts'

export const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'] as const

/** How much is told. */
export type Verbosity = (typeof VERBOSITIES)[number]

/** How steps that give no records show what they did. */
const COUNTED: Record<string, (count: number) => Reply> = {
  COUNT: (nCounted) => ({ nCounted, nSkipped: 0 }),
  RECORD_STORE_FAST_COUNT: (nCounted) => ({ nCounted, nSkipped: 0 }),
  DELETE: (nWouldDelete) => ({ nWouldDelete }),
  UPDATE: (matched) => ({ nMatched: matched, nWouldModify: matched, nWouldUpsert: 0 }),
}

/** The explanation of a plan, or of a pipeline that begins with one. */
export function explainAll(explained: Explained, verbosity: Verbosity): Reply {
  const plan = explainPlan(explained, verbosity)
  if (!explained.after?.length) return plan
  return { stages: [{ $cursor: plan }, ...explained.after] }
}

/** `queryPlanner` and, unless only that is wanted, `executionStats`, for which the plan is carried out. */
function explainPlan({ namespace, query, stage }: Explained, verbosity: Verbosity): Reply {
  const { collation } = query.scope
  const planner = {
    namespace,
    indexFilterSet: false,
    parsedQuery: showFilter(query.filter),
    ...(collation && { collation: collation.specification }),
    maxIndexedOrSolutionsReached: false,
    maxIndexedAndSolutionsReached: false,
    maxScansToExplodeReached: false,
    winningPlan: showPlan(stage),
    rejectedPlans: [],
  }
  if (verbosity === 'queryPlanner') return { queryPlanner: planner }
  for (const _ of stage.run());
  const stats = {
    executionSuccess: true,
    nReturned: stage.returned,
    executionTimeMillis: 0,
    totalKeysExamined: total(stage, ({ keys }) => keys?.() ?? 0),
    totalDocsExamined: total(stage, ({ documents }) => documents ?? 0),
    executionStages: showStats(stage),
    ...(verbosity === 'allPlansExecution' && { allPlansExecution: [] }),
  }
  return { queryPlanner: planner, executionStats: stats }
}

function showPlan(stage: Stage): Reply {
  return { stage: stage.name, ...stage.details(), ...inputs(stage, showPlan) }
}

function showStats(stage: Stage): Reply {
  const { name, details, documents, keys, returned, counted } = stage
  const { filter, ...rest } = details()
  const works = Math.max(returned, documents ?? 0, keys?.() ?? 0) + 1
  return {
    stage: name,
    ...(filter !== undefined && { filter }),
    nReturned: returned,
    executionTimeMillisEstimate: 0,
    works,
    advanced: returned,
    needTime: works - 1 - returned,
    needYield: 0,
    saveState: 0,
    restoreState: 0,
    isEOF: 1,
    ...rest,
    ...COUNTED[name]?.(counted),
    ...(keys && { keysExamined: keys() }),
    ...(documents !== undefined && { docsExamined: documents }),
    ...inputs(stage, showStats),
  }
}

function inputs({ inputs }: Stage, show: (stage: Stage) => Reply): Reply {
  if (inputs.length === 0) return {}
  return inputs.length === 1 ? { inputStage: show(inputs[0]!) } : { inputStages: inputs.map(show) }
}

function total(stage: Stage, count: (stage: Stage) => number): number {
  return stage.inputs.reduce((sum, input) => sum + total(input, count), count(stage))
}
