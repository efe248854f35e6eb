/** Operators that look for regular expressions in texts. */
import { TYPE } from '../../bson/bson-type.ts'
import type { Value } from '../../bson/document.ts'
import { isNullish } from '../../bson/truth.ts'
import { array, bool, documentOf, int, NULL, object, text } from '../../bson/values.ts'
import { compileRegex } from '../../query/pattern.ts'
import { findFault } from '../../query/pattern-fault.ts'
import { failure, NAMED, named, type Operator, type Operators } from './operator.ts'

function isText(value: Value | undefined): boolean {
  return isNullish(value) || value.type === TYPE.string
}

type Operand = Value | undefined

function checkTexts(input: Operand, regex: Operand, options: Operand, name: string): void {
  if (!isText(input)) throw failure(51104, "@ needs 'input' to be of type string", name)
  if (!isText(regex) && regex?.type !== TYPE.regex)
    throw failure(51105, "@ needs 'regex' to be of type string or regex", name)
  if (!isText(options)) throw failure(51106, "@ needs 'options' to be of type string", name)
}

/** An operator on the matches of a pattern; `none` is its answer where there is no text or no pattern. */
function matching(none: Value, apply: (matches: Iterable<RegExpExecArray>) => Value): Operator {
  const codes = [51103, 31024, 31022, 31023]
  return named('input regex options?', NAMED, codes, ([input, regex, options], name) => {
    checkTexts(input, regex, options, name)
    if (isNullish(input) || isNullish(regex)) return none
    const { pattern, flags } = regex.type === TYPE.regex ? regex.regex : { pattern: regex.text, flags: '' }
    if (flags !== '' && !isNullish(options)) throw failure(51107, TWICE, name)
    return apply(
      input.text.matchAll(
        compileRegex(pattern, flags + (isNullish(options) ? '' : options.text), findFault, 'g'),
      ),
    )
  })
}

const TWICE = "@: found regex option(s) specified in both 'regex' and 'option' fields"

function describeMatch(match: RegExpExecArray): Value {
  return object(
    documentOf([
      ['match', text(match[0])],
      ['idx', int([...match.input.slice(0, match.index)].length)],
      ['captures', array(match.slice(1).map((capture) => (capture === undefined ? NULL : text(capture))))],
    ]),
  )
}

export const regexes: Operators = {
  $regexMatch: matching(bool(false), (matches) => bool([...matches].length > 0)),
  $regexFind: matching(NULL, (matches) => [...matches].map(describeMatch)[0] ?? NULL),
  $regexFindAll: matching(array([]), (matches) => array([...matches].map(describeMatch))),
}
