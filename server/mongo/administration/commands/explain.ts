/** `explain`: how another command would find its documents; with more verbosity, how many it looks at. */
import {
  checkArguments,
  documentArgument,
  documentsArgument,
  flagArgument,
  hintArgument,
  namespaceOf,
  scopeOf,
} from '../../arguments.ts'
import type { Document } from '../../bson/document.ts'
import { encode, type Reply } from '../../bson/encode.ts'
import { isTrue } from '../../bson/truth.ts'
import { documentOf, EMPTY, text } from '../../bson/values.ts'
import type { Call, Command, Explained } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import { countQuery } from '../../commands/count.ts'
import { distinctQuery } from '../../commands/distinct.ts'
import { findQuery } from '../../plan/find-query.ts'
import type { Stage } from '../../plan/plan-stage.ts'
import { planQuery } from '../../plan/planner.ts'
import type { Query } from '../../query/query.ts'
import { wrongType } from '../../wrong-type.ts'
import { explainAll, VERBOSITIES, type Verbosity } from '../explanation.ts'
import { findStage } from '../find-steps.ts'
import { projected, silent } from '../plan-details.ts'

export default {
  names: ['explain'],
  fields: { verbosity: 'string' },
  run: explain,
} satisfies Command

/** What each command that can be explained would do. */
const PLANS: Record<string, (call: Call) => Explained> = {
  find: explainFind,
  count: (call) => explainQuery(call, countQuery(call), countStage),
  distinct: (call) => explainQuery(call, distinctQuery(call), distinctStage),
  delete: (call) => explainWrite(call, 'deletes', 'DELETE'),
  update: (call) => explainWrite(call, 'updates', 'UPDATE'),
  findAndModify: explainFindAndModify,
  findandmodify: explainFindAndModify,
}

function explain(call: Call): Reply {
  const body = call.body.fields[0]!.value
  if (!body.isDocument) {
    throw wrongType('explain.explain', body, 'object')
  }
  const verbosity = call.body.get('verbosity')?.text ?? 'allPlansExecution'
  if (!isVerbosity(verbosity)) {
    throw new CommandError(
      2,
      `Enumeration value '${verbosity}' for field 'explain.verbosity' is not a valid value.`,
    )
  }
  return explainCommand(
    { ...call, name: body.document.fields[0]?.name ?? '', body: body.document },
    verbosity,
  )
}

function isVerbosity(text: string): text is Verbosity {
  return VERBOSITIES.some((verbosity) => verbosity === text)
}

/** Explains the command that a call stands for. */
function explainCommand(call: Call, verbosity: Verbosity): Reply {
  const command = call.services.commands.get(call.name)
  const plan = Object.hasOwn(PLANS, call.name) ? PLANS[call.name] : command?.explain
  if (!command || !plan) {
    if (command) throw new CommandError(20, `Cannot explain cmd: ${call.name}`)
    throw new CommandError(59, `Explain failed due to unknown command: ${call.name}`)
  }
  checkArguments(command, call)
  const { host, version } = call.services
  const [name, port] = host.split(':')
  return {
    explainVersion: '1',
    ...explainAll(plan(call), verbosity),
    command: call.body.get('$db') ? call.body : withDatabase(call),
    serverInfo: { host: name!, port: Number(port), version, gitVersion: 'meanwhile' },
    serverParameters: {
      internalQueryFacetBufferSizeBytes: 104857600,
      internalQueryFacetMaxOutputDocSizeBytes: 104857600,
      internalLookupStageIntermediateDocumentMaxSizeBytes: 104857600,
      internalDocumentSourceGroupMaxMemoryBytes: 104857600,
      internalQueryMaxBlockingSortMemoryUsageBytes: 104857600,
      internalQueryProhibitBlockingMergeOnMongoS: 0,
      internalQueryMaxAddToSetBytes: 104857600,
      internalDocumentSourceSetWindowFieldsMaxMemoryBytes: 104857600,
      internalQueryFrameworkControl: 'trySbeRestricted',
    },
  }
}

function withDatabase({ body, database }: Call): Document {
  const fields = body.fields.map(({ name, value }) => [name, value] as const)
  return documentOf([...fields, ['$db', text(database)]])
}

function explainQuery(
  call: Call,
  query: Query,
  finish: (stage: Stage, call: Call, query: Query) => Stage,
): Explained {
  const namespace = namespaceOf(call)
  const collection = call.services.store.find(namespace)
  return { namespace, query, stage: finish(planQuery(collection, query), call, query) }
}

function explainFind(call: Call): Explained {
  const namespace = namespaceOf(call)
  const query = findQuery(call)
  return { namespace, query, stage: findStage(call, call.services.store.find(namespace), query) }
}

/** Counting everything needs no scan. */
function countStage(stage: Stage, call: Call, query: Query): Stage {
  const collection = call.services.store.find(namespaceOf(call))
  if (collection && query.filter.fields.length === 0 && !query.hint)
    return silent('RECORD_STORE_FAST_COUNT', undefined)
  return silent('COUNT', countable(stage))
}

/** Keys that an index lists one after another needn't be read, only counted. */
function countable(stage: Stage): Stage {
  if (stage.name !== 'IXSCAN' || stage.facts.filter) return stage
  return stage.named('COUNT_SCAN')
}

/** If an index has the field, no document is looked at. */
function distinctStage(stage: Stage, call: Call): Stage {
  if (stage.name !== 'IXSCAN') return stage
  const path = call.body.get('key')!.text
  return projected('PROJECTION_COVERED', encode({ ...(path !== '_id' && { _id: 0 }), [path]: 1 }), stage)
}

/** A write does nothing when it is explained: only its search is. */
function explainWrite(call: Call, list: string, name: string): Explained {
  const statements = documentsArgument(call, list)
  if (statements.length !== 1)
    throw new CommandError(72, `Explained ${name.toLowerCase()} commands must have one statement`)
  const [statement] = statements
  const one = name === 'DELETE' ? isTrue(statement!.get('limit')) : !isTrue(statement!.get('multi'))
  const query = {
    filter: statement!.get('q')?.document ?? EMPTY,
    scope: scopeOf(call, statement),
    hint: hintArgument(call, statement!),
    limit: one ? 1 : 0,
  }
  return explainQuery(call, query, (stage) => writing(name, stage, one))
}

function explainFindAndModify(call: Call): Explained {
  const query = {
    filter: documentArgument(call, 'query') ?? EMPTY,
    scope: scopeOf(call),
    sort: documentArgument(call, 'sort'),
    hint: hintArgument(call),
    limit: 1,
  }
  const name = flagArgument(call, 'remove', false) ? 'DELETE' : 'UPDATE'
  return explainQuery(call, query, (stage) => writing(name, stage, true))
}

/** The write takes what it needs: no step limits its input. */
function writing(name: string, stage: Stage, one: boolean): Stage {
  return silent(name, stage.name === 'LIMIT' ? stage.inputs[0] : stage, one)
}
