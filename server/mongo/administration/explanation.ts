/** What `explain` says of a plan: the steps, and with more verbosity what each of them did. */
import type { Reply } from '../bson/encode.ts'
import type { Explained } from '../command.ts'
import type { Stage } from '../plan/plan-stage.ts'
import { showFilter } from './parsed-query.ts'
import { detailsOf } from './plan-details.ts'

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
  const returned = countRecords(stage)
  for (const _ of stage.run());
  const stats = {
    executionSuccess: true,
    nReturned: returned.get(stage) ?? 0,
    executionTimeMillis: 0,
    totalKeysExamined: total(stage, ({ facts }) => facts.scan?.examined ?? 0),
    totalDocsExamined: total(stage, ({ documents }) => documents ?? 0),
    executionStages: showStats(stage, returned),
    ...(verbosity === 'allPlansExecution' && { allPlansExecution: [] }),
  }
  return { queryPlanner: planner, executionStats: stats }
}

function showPlan(stage: Stage): Reply {
  return { stage: stage.name, ...detailsOf(stage), ...inputs(stage, showPlan) }
}

/** Has a step and those before it tell how many records they give. */
function countRecords(stage: Stage, counts = new Map<Stage, number>()): ReadonlyMap<Stage, number> {
  stage.watch = function* (records) {
    for (const record of records) {
      counts.set(stage, (counts.get(stage) ?? 0) + 1)
      yield record
    }
  }
  for (const input of stage.inputs) countRecords(input, counts)
  return counts
}

function showStats(stage: Stage, counts: ReadonlyMap<Stage, number>): Reply {
  const { name, documents, facts } = stage
  const { filter, ...rest } = detailsOf(stage)
  const keys = facts.scan?.examined
  const returned = counts.get(stage) ?? 0
  const works = Math.max(returned, documents ?? 0, keys ?? 0) + 1
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
    ...COUNTED[name]?.(facts.counted?.() ?? 0),
    ...(keys !== undefined && { keysExamined: keys }),
    ...(documents !== undefined && { docsExamined: documents }),
    ...inputs(stage, (input) => showStats(input, counts)),
  }
}

function inputs({ inputs }: Stage, show: (stage: Stage) => Reply): Reply {
  if (inputs.length === 0) return {}
  return inputs.length === 1 ? { inputStage: show(inputs[0]!) } : { inputStages: inputs.map(show) }
}

function total(stage: Stage, count: (stage: Stage) => number): number {
  return stage.inputs.reduce((sum, input) => sum + total(input, count), count(stage))
}
