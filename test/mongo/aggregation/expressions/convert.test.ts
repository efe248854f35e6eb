import { describe, expect, it } from 'vitest'
import { type Case, decimal, double, evaluate, long } from '../../../support/evaluate.ts'

const cases: Case[] = [
  [{ $type: '$a' }, '"long"', { a: long(1) }],
  [{ $type: '$a' }, '"missing"'],
  [{ $type: [[1]] }, '"array"'],
  [{ $isNumber: decimal('1') }, 'true'],
  [{ $isNumber: '1' }, 'false'],
  [{ $toInt: '12' }, '12'],
  [{ $toInt: double(1.9) }, '1'],
  [{ $toInt: true }, '1'],
  [{ $toInt: ' 1' }, "241 Failed to parse number ' 1' in $convert with no onError value: Leading whitespace"],
  [
    { $toInt: '1.5' },
    "241 Failed to parse number '1.5' in $convert with no onError value: Did not consume whole string.",
  ],
  [
    { $toInt: '99999999999' },
    "241 Failed to parse number '99999999999' in $convert with no onError value: Overflow",
  ],
  [
    { $toInt: long('99999999999') },
    '241 Conversion would overflow target type in $convert with no onError value: ',
  ],
  [
    { $toInt: double(1e10) },
    '241 Conversion would overflow target type in $convert with no onError value: 10000000000',
  ],
  [
    { $toInt: double(Number.NaN) },
    '241 Attempt to convert NaN value to integer type in $convert with no onError value',
  ],
  [{ $toInt: new Date(0) }, '241 Unsupported conversion from date to int in $convert with no onError value'],
  [{ $toInt: '0x1' }, '241 Illegal hexadecimal input in $convert with no onError value: 0x1'],
  [{ $toLong: decimal('-7.9') }, '-7L'],
  [{ $toLong: new Date(7) }, '7L'],
  [{ $toDouble: '1.5e3' }, '1500.0'],
  [{ $toDouble: '-inf' }, '-Infinity'],
  [
    { $toDouble: 'abc' },
    "241 Failed to parse number 'abc' in $convert with no onError value: Did not consume any digits",
  ],
  [{ $toDecimal: double(2.5) }, '2.50000000000000m'],
  [{ $toDecimal: '1.10' }, '1.10m'],
  [{ $toDecimal: 3 }, '3m'],
  [{ $toString: double(1) }, '"1"'],
  [{ $toString: double(0.1) }, '"0.1"'],
  [{ $toString: double(1e20) }, '"1e+20"'],
  [{ $toString: double(0.00001) }, '"1e-05"'],
  [{ $toString: double(1234567.5) }, '"1.23457e+06"'],
  [{ $toString: double(-123456) }, '"-123456"'],
  [{ $toString: double(999999.7) }, '"1e+06"'],
  [{ $toString: double(Number.NEGATIVE_INFINITY) }, '"-inf"'],
  [{ $toString: decimal('1.50') }, '"1.50"'],
  [{ $toString: new Date(0) }, '"1970-01-01T00:00:00.000Z"'],
  [{ $toString: true }, '"true"'],
  [{ $toString: [[1]] }, '241 Unsupported conversion from array to string in $convert with no onError value'],
  [{ $toBool: 'false' }, 'true'],
  [{ $toBool: double(0) }, 'false'],
  [{ $toBool: null }, 'null'],
  [{ $toBool: { $literal: {} } }, 'true'],
  [{ $toObjectId: '5ab9cbfa31c2ab715d42129e' }, 'oid 5ab9cbfa31c2ab715d42129e'],
  [
    { $toObjectId: 'abc' },
    "241 Failed to parse objectId 'abc' in $convert with no onError value: Invalid string length for parsing to OID, expected 24 but found 3",
  ],
  [
    { $toObjectId: 'zab9cbfa31c2ab715d42129e' },
    "241 Failed to parse objectId 'zab9cbfa31c2ab715d42129e' in $convert with no onError value: Invalid character found in hex string: 'z'",
  ],
  [{ $toDate: '2024-01-02' }, '2024-01-02T00:00:00.000Z'],
  [{ $toDate: '2024-01-02T03:04:05.678+0100' }, '2024-01-02T02:04:05.678Z'],
  [{ $toDate: long(5) }, '1970-01-01T00:00:00.005Z'],
  [{ $toDate: { $toObjectId: '5ab9cbfa31c2ab715d42129e' } }, '2018-03-27T04:43:38.000Z'],
  [{ $toDate: 5 }, '241 Unsupported conversion from int to date in $convert with no onError value'],
  [{ $toDate: 'x' }, "241 Error parsing date string 'x'; 0: Unexpected character 'x'"],
  [{ $toInt: [1, 2] }, '50723 $toInt requires a single argument, got 2'],
  [{ $convert: { input: 'x', to: 'int', onError: 'bad' } }, '"bad"'],
  [{ $convert: { input: '$a', to: 'int', onNull: 'nothing' } }, '"nothing"'],
  [{ $convert: { input: 5, to: 1 } }, '5.0'],
  [{ $convert: { input: 5, to: null } }, 'null'],
  [{ $convert: { input: 5, to: 'foo', onError: 1 } }, '2 Unknown type name: foo'],
  [
    { $convert: { input: 5, to: 99 } },
    "9 In $convert, numeric value for 'to' does not correspond to a BSON type: 99",
  ],
  [{ $convert: { input: 5 } }, "9 Missing 'to' parameter to $convert"],
  [
    { $convert: { input: 5, to: 'array' } },
    '241 Unsupported conversion from int to array in $convert with no onError value',
  ],
  [{ $convert: 1 }, '9 $convert expects an object of named arguments but found: int'],
  [{ $binarySize: 'é' }, '2'],
  [{ $binarySize: 1 }, '51276 $binarySize requires a string or BinData argument, found: int'],
  [{ $bsonSize: { a: 1 } }, '12'],
  [{ $bsonSize: 1 }, '31393 $bsonSize requires a document input, found: int'],
]

describe('types and conversions', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})
