import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bitOperators } from '../../server/mongo/administration/bits.ts'
import { documentOperators } from '../../server/mongo/administration/document-operators.ts'
import { administration } from '../../server/mongo/administration/index.ts'
import { accumulators, REFUSED_ACCUMULATORS } from '../../server/mongo/aggregation/accumulators.ts'
import { operators, REFUSED_OPERATORS } from '../../server/mongo/aggregation/expression.ts'
import { REFUSED_STAGES, stages } from '../../server/mongo/aggregation/pipeline.ts'
import { REFUSED_WINDOW_FUNCTIONS, windowFunctions } from '../../server/mongo/aggregation/stages/window.ts'
import { commandsWith } from '../../server/mongo/commands.ts'
import { LOGIC, STRUCTURES } from '../../server/mongo/query/condition.ts'
import { LEAVES } from '../../server/mongo/query/operators.ts'
import { modifiers } from '../../server/mongo/update/update-modifiers.ts'
import { PARTS } from '../support/parts.ts'

const text = readFileSync('docs/mongodb.md', 'utf8')

/** The names in a section of the document: those offered, or those after "Refused:". */
function listed(title: string, refused: boolean): string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? ''
  const [offered = '', rest = ''] = section.split('\nRefused:')
  return [...(refused ? rest : offered).matchAll(/`([$\w]+)`/g)].map((match) => match[1]!).sort()
}

const REFUSED_FILTERS = '$geoIntersects $geoWithin $text $where $within'.split(' ')

const sections: [title: string, offered: Iterable<string>, refused: readonly string[]][] = [
  ['Commands', commandsWith(PARTS.flatMap(({ commands }) => commands)).keys(), []],
  [
    'Operators of filters',
    Object.keys({ ...LEAVES, ...bitOperators, ...STRUCTURES, ...LOGIC, ...documentOperators }).filter(
      (name) => !REFUSED_FILTERS.includes(name),
    ),
    REFUSED_FILTERS,
  ],
  ['Operators of updates', Object.keys({ ...modifiers, ...administration.modifiers }), []],
  ['Stages', Object.keys(stages), ['$changeStream', ...REFUSED_STAGES]],
  ['Expressions', Object.keys(operators), REFUSED_OPERATORS],
  ['Window functions', Object.keys(windowFunctions), REFUSED_WINDOW_FUNCTIONS],
  ['Accumulators', Object.keys(accumulators), REFUSED_ACCUMULATORS],
]

describe('docs/mongodb.md', () => {
  it.each(sections)('lists under "%s" what the code offers and refuses', (title, offered, refused) => {
    expect(listed(title, false)).toEqual([...offered].sort())
    expect(listed(title, true)).toEqual([...refused].sort())
  })
})
