/** The part that only people and tools who look after a server need, or clients that try out how it fails. */
import type { Command } from '../command.ts'
import type { Part } from '../part.ts'
import { findFault } from '../query/pattern-fault.ts'
import { combineBits } from './bit-modifier.ts'
import { bitOperators } from './bits.ts'
import { codeNames } from './code-names.ts'
import { readCollation } from './collation.ts'
import { readOptions } from './collection-options.ts'
import { documentOperators } from './document-operators.ts'
import { OrderedFailures } from './fail-points.ts'
import { checkGenericArgument } from './generic-arguments.ts'
import { checkIndex } from './index-specification.ts'
import { readLimits } from './key-limits.ts'
import { kinds } from './kinds/index.ts'
import { refuseMetaProjection, refuseMetaSort } from './meta.ts'
import { parameters } from './parameters.ts'

const own = import.meta.glob<Command>('./commands/*.ts', { eager: true, import: 'default' })

/** Plans explained, statistics, settings, sessions, fail points, `$jsonSchema`, collations. */
export const administration: Part = {
  commands: Object.values(own),
  codeNames,
  collation: readCollation,
  collectionOptions: readOptions,
  failPoints: (random) => new OrderedFailures(random),
  genericArgument: checkGenericArgument,
  indexSpecification: checkIndex,
  keyLimits: readLimits,
  metaProjection: refuseMetaProjection,
  metaSort: refuseMetaSort,
  modifiers: { $bit: combineBits },
  operators: { ofFields: bitOperators, ofDocuments: documentOperators },
  kinds,
  parameters,
  patternFault: findFault,
}
