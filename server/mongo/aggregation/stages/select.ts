/** Stages that let documents through, unchanged: which, how many, in which order. */
import { RANK } from '../../bson/bson-type.ts'
import { toNumber } from '../../bson/numbers.ts'
import { CommandError } from '../../command-error.ts'
import { compileFilter } from '../../query/filter.ts'
import { compileSort } from '../../query/sort.ts'
import { documentIn, type Run, type Stages, wholeNumber } from './stage.ts'

function skip(count: number): Run {
  return function* (input) {
    let index = 0
    for (const document of input) if (index++ >= count) yield document
  }
}

function limit(count: number): Run {
  return function* (input) {
    let left = count
    for (const document of input) {
      yield document
      if (--left === 0) return
    }
  }
}

export const select: Stages = {
  $match(value, { scope }) {
    const filter = compileFilter(
      documentIn(value, 15959, 'the match filter must be an expression in an object'),
      scope,
    )
    return function* (input) {
      for (const document of input) if (filter(document)) yield document
    }
  },
  $sort(value, { scope }) {
    const keys = documentIn(value, 15973, 'the $sort key specification must be an object')
    if (keys.fields.length === 0) {
      throw new CommandError(15976, '$sort stage must have at least one sort key')
    }
    const sort = compileSort(keys, scope)
    return function* (input) {
      for (const { document } of sort(Array.from(input, (document) => ({ document })))) yield document
    }
  },
  $limit(value, _context, name) {
    const count = wholeNumber(value, 5107201, name)
    if (count === 0) throw new CommandError(15958, 'the limit must be positive')
    return limit(count)
  },
  $skip: (value, _context, name) => skip(wholeNumber(value, 5107200, name)),
  $sample(value, { scope }) {
    const { fields } = documentIn(value, 28745, 'the $sample stage specification must be an object')
    let size = -1
    for (const field of fields) {
      if (field.name !== 'size')
        throw new CommandError(28748, `unrecognized option to $sample: ${field.name}`)
      if (field.value.rank !== RANK.number)
        throw new CommandError(28746, 'size argument to $sample must be a number')
      size = Math.trunc(toNumber(field.value))
      if (size < 0) throw new CommandError(28747, 'size argument to $sample must not be negative')
    }
    if (size < 0) throw new CommandError(28749, '$sample stage must specify a size')
    return (input) =>
      Array.from(input, (document) => ({ document, place: scope.random() }))
        .sort((a, b) => a.place - b.place)
        .slice(0, size)
        .map((item) => item.document)
  },
}
