import { describe, expect, it } from 'vitest'
import { type Case, decimal, double, evaluate, long } from '../../../support/evaluate.ts'

const cases: Case[] = [
  [{ $add: [1, 2] }, '3'],
  [{ $add: [] }, '0'],
  [{ $add: [2147483647, 1] }, '2147483648L'],
  [{ $add: [2147483647, 1, -1] }, '2147483647'],
  [{ $add: [long(1), 2] }, '3L'],
  [{ $add: [long('9223372036854775807'), 1] }, '9223372036854775808.0'],
  [{ $add: [1, double(2)] }, '3.0'],
  [{ $add: [decimal('0.10'), 1] }, '1.10m'],
  [{ $add: [decimal('0.1'), double(0.2)] }, '0.300000000000000m'],
  [{ $add: [new Date(0), 1000] }, '1970-01-01T00:00:01.000Z'],
  [{ $add: [new Date(0), new Date(0)] }, '16612 only one date allowed in an $add expression'],
  [{ $add: [1, null] }, 'null'],
  [{ $add: [1, 'a'] }, '14 $add only supports numeric or date types, not string'],
  [{ $subtract: [5, 7] }, '-2'],
  [{ $subtract: [long(5), double(7)] }, '-2.0'],
  [{ $subtract: [new Date(5000), new Date(2000)] }, '3000L'],
  [{ $subtract: [new Date(5000), 2000] }, '1970-01-01T00:00:03.000Z'],
  [{ $subtract: [5, new Date(0)] }, "14 can't $subtract date from int"],
  [{ $subtract: ['$a', 1] }, 'null'],
  [{ $multiply: [3, double(0.5)] }, '1.5'],
  [{ $multiply: [100000, 100000] }, '10000000000L'],
  [{ $multiply: [decimal('1.20'), 2] }, '2.40m'],
  [{ $multiply: ['a'] }, '14 $multiply only supports numeric types, not string'],
  [{ $divide: [7, 2] }, '3.5'],
  [{ $divide: [6, 2] }, '3.0'],
  [{ $divide: [decimal('10'), decimal('4')] }, '2.5m'],
  [{ $divide: [decimal('1'), 3] }, '0.3333333333333333333333333333333333m'],
  [{ $divide: [1, 0] }, "2 can't $divide by zero"],
  [{ $divide: [1, 'a'] }, '14 $divide only supports numeric types, not int and string'],
  [{ $mod: [-7, 3] }, '-1'],
  [{ $mod: [7, double(3)] }, '1'],
  [{ $mod: [double(7.5), 2] }, '1.5'],
  [{ $mod: [long(7), 3] }, '1L'],
  [{ $mod: [decimal('7.5'), 2] }, '1.5m'],
  [{ $mod: [1, 0] }, "16610 can't $mod by zero"],
  [{ $mod: ['a', 1] }, '16611 $mod only supports numeric types, not string and int'],
]

const cases1: Case[] = [
  [{ $abs: -5 }, '5'],
  [{ $abs: -2147483648 }, '2147483648L'],
  [{ $abs: decimal('-1.50') }, '1.50m'],
  [{ $abs: 'a' }, '28765 $abs only supports numeric types, not string'],
  [{ $abs: [1, 2] }, '16020 Expression $abs takes exactly 1 arguments. 2 were passed in.'],
  [{ $abs: null }, 'null'],
  [{ $ceil: double(1.2) }, '2.0'],
  [{ $ceil: decimal('-1.2') }, '-1m'],
  [{ $floor: double(-1.2) }, '-2.0'],
  [{ $floor: long(3) }, '3L'],
  [{ $round: double(2.5) }, '2.0'],
  [{ $round: [double(2.675), 2] }, '2.67'],
  [{ $round: [1250, -2] }, '1200'],
  [{ $round: [1350, -2] }, '1400'],
  [{ $round: [decimal('1.235'), 2] }, '1.24m'],
  [{ $round: [1, 101] }, '51083 cannot apply $round with precision value 101 value must be in [-20, 100]'],
  [{ $round: [1, double(0.5)] }, '51082 precision argument to  $round must be a integral value'],
  [{ $trunc: double(-1.9) }, '-1.0'],
  [{ $trunc: [decimal('1.239'), 2] }, '1.23m'],
  [
    { $round: [1, 2, 3] },
    '28667 Expression $round takes at least 1 arguments, and at most 2, but 3 were passed in.',
  ],
]

const cases2: Case[] = [
  [{ $pow: [2, 10] }, '1024'],
  [{ $pow: [2, 40] }, '1099511627776L'],
  [{ $pow: [2, 64] }, '18446744073709551616.0'],
  [{ $pow: [2, -1] }, '0.5'],
  [{ $pow: [decimal('1.1'), 2] }, '1.21m'],
  [{ $pow: [0, -1] }, '28764 $pow cannot take a base of 0 and a negative exponent'],
  [{ $pow: ['a', 1] }, "28762 $pow's base must be numeric, not string"],
  [{ $sqrt: 16 }, '4.0'],
  [{ $sqrt: -1 }, "28714 $sqrt's argument must be greater than or equal to 0"],
  [{ $exp: 0 }, '1.0'],
  [{ $ln: 1 }, '0.0'],
  [{ $ln: 0 }, "28766 $ln's argument must be a positive number, but is 0"],
  [{ $log: [8, 2] }, '3.0'],
  [{ $log: [8, 1] }, "28759 $log's base must be a positive number not equal to 1, but is 1"],
  [{ $log10: 1000 }, '3.0'],
  [{ $sin: 0 }, '0.0'],
  [{ $atan2: [0, 1] }, '0.0'],
  [{ $acos: 2 }, '50989 cannot apply $acos to 2, value must be in [-1,1]'],
  [{ $degreesToRadians: 180 }, '3.141592653589793'],
  [{ $bitAnd: [12, 10] }, '8'],
  [{ $bitOr: [12, long(3)] }, '15L'],
  [{ $bitXor: [5, 1] }, '4'],
  [{ $bitNot: 5 }, '-6'],
  [{ $bitAnd: [1, double(1)] }, '14 $bitAnd only supports int and long operands.'],
]

describe('sums, products and quotients', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

describe('rounding', () => {
  it.each(cases1)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

describe('powers, logarithms, angles and bits', () => {
  it.each(cases2)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})
