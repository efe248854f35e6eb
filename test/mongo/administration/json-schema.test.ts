import { Decimal128, Long } from 'bson'
import { describe, expect, it } from 'vitest'
import { compileFilter } from '../../../server/mongo/query/filter.ts'
import { bson } from '../../support/bson.ts'
import { SCOPE } from '../../support/parts.ts'

const meant: [schema: object, yes: object[], no: object[]][] = [
  [{}, [{}, { a: 1 }], []],
  [{ required: ['a', 'b'] }, [{ a: 1, b: null }], [{ a: 1 }, {}]],
  [{ properties: { a: { bsonType: 'int' } } }, [{ a: 1 }, {}], [{ a: 1.5 }, { a: [1] }]],
  [{ properties: { a: { bsonType: ['string', 'null'] } } }, [{ a: 'x' }, { a: null }], [{ a: 1 }]],
  [{ properties: { a: { type: 'number' } } }, [{ a: 1 }, { a: Long.ONE }, { a: 1.5 }], [{ a: '1' }]],
  [{ properties: { a: { type: ['boolean', 'object'] } } }, [{ a: true }, { a: {} }], [{ a: 1 }]],
  [{ properties: { a: { minimum: 1, maximum: 3 } } }, [{ a: 1 }, { a: 3 }, { a: 'x' }], [{ a: 0 }, { a: 4 }]],
  [
    { properties: { a: { minimum: 1, exclusiveMinimum: true } } },
    [{ a: Decimal128.fromString('1.1') }],
    [{ a: 1 }],
  ],
  [{ properties: { a: { multipleOf: 0.1 } } }, [{ a: 0.3 }, { a: 2 }], [{ a: 0.35 }]],
  [
    { properties: { a: { minLength: 2, maxLength: 3 } } },
    [{ a: '🐊🐊' }, { a: 5 }],
    [{ a: 'x' }, { a: 'xxxx' }],
  ],
  [{ properties: { a: { pattern: '^b' } } }, [{ a: 'bc' }, { a: 1 }], [{ a: 'c' }]],
  [
    { properties: { a: { enum: [1, 'x', { b: 1, c: 2 }] } } },
    [{ a: 1.0 }, { a: { c: 2, b: 1 } }],
    [{ a: 2 }],
  ],
  [
    { properties: { a: { minItems: 1, maxItems: 2 } } },
    [{ a: [1] }, { a: 5 }],
    [{ a: [] }, { a: [1, 2, 3] }],
  ],
  [
    { properties: { a: { uniqueItems: true } } },
    [{ a: [1, 2] }],
    [
      { a: [1, 1.0] },
      {
        a: [
          { b: 1, c: 1 },
          { c: 1, b: 1 },
        ],
      },
    ],
  ],
  [{ properties: { a: { items: { bsonType: 'int' } } } }, [{ a: [1, 2] }, { a: [] }], [{ a: [1, 'x'] }]],
  [
    { properties: { a: { items: [{ bsonType: 'int' }], additionalItems: false } } },
    [{ a: [1] }, { a: [] }],
    [{ a: [1, 2] }, { a: ['x'] }],
  ],
  [
    { properties: { a: {} }, additionalProperties: false, patternProperties: { '^_': {} } },
    [{ _id: 1, a: 1 }],
    [{ a: 1, b: 1 }],
  ],
  [{ additionalProperties: { bsonType: 'int' } }, [{ a: 1 }], [{ a: 'x' }]],
  [{ patternProperties: { '^n': { bsonType: 'int' } } }, [{ n: 1, x: 'x' }], [{ n1: 'x' }]],
  [{ minProperties: 1, maxProperties: 1 }, [{ a: 1 }], [{}, { a: 1, b: 1 }]],
  [{ dependencies: { a: ['b'], c: { required: ['d'] } } }, [{ a: 1, b: 1 }, {}], [{ a: 1 }, { c: 1 }]],
  [{ allOf: [{ required: ['a'] }, { required: ['b'] }] }, [{ a: 1, b: 1 }], [{ a: 1 }]],
  [{ anyOf: [{ required: ['a'] }, { required: ['b'] }] }, [{ a: 1 }], [{}]],
  [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, [{ a: 1 }], [{ a: 1, b: 1 }]],
  [{ not: { required: ['a'] } }, [{}], [{ a: 1 }]],
  [{ title: 'x', description: 'y' }, [{}], []],
  [
    { properties: { a: { properties: { b: { bsonType: 'int' } } } } },
    [{ a: { b: 1 } }, { a: 5 }],
    [{ a: { b: 'x' } }],
  ],
]

const refused: [schema: unknown, code: number, message: string][] = [
  [1, 14, '$jsonSchema must be an object'],
  [{ foo: 1 }, 9, 'Unknown $jsonSchema keyword: foo'],
  [{ default: 1 }, 9, "$jsonSchema keyword 'default' is not currently supported"],
  [{ required: 1 }, 14, "$jsonSchema keyword 'required' must be an array"],
  [{ required: [] }, 9, "$jsonSchema keyword 'required' cannot be an empty array"],
  [
    { required: [1] },
    14,
    "$jsonSchema keyword 'required' must be an array of strings, but found an element of type int",
  ],
  [{ properties: 1 }, 14, "$jsonSchema keyword 'properties' must be an object"],
  [{ properties: { a: 1 } }, 14, "Nested schema for $jsonSchema property 'a' must be an object"],
  [{ minimum: 'x' }, 14, "$jsonSchema keyword 'minimum' must be a number"],
  [
    { type: 'string', bsonType: 'string' },
    9,
    "Cannot specify both $jsonSchema keywords 'type' and 'bsonType'",
  ],
  [{ type: 'integer' }, 9, "$jsonSchema type 'integer' is not currently supported."],
  [{ bsonType: 'foo' }, 2, 'Unknown type name alias: foo'],
  [{ minLength: -1 }, 9, 'Expected a non-negative number in: minLength: -1'],
  [{ multipleOf: 0 }, 9, "$jsonSchema keyword 'multipleOf' must have a positive value"],
]

describe('$jsonSchema', () => {
  it.each(meant)('%j means the right documents', (schema, yes, no) => {
    const filter = compileFilter(bson({ $jsonSchema: schema }), SCOPE)
    expect([...yes, ...no].filter((document) => filter(bson(document)))).toEqual(yes)
  })

  it.each(refused)('%j is refused', (schema, code, message) => {
    expect(() => compileFilter(bson({ $jsonSchema: schema }), SCOPE)).toThrow(
      expect.objectContaining({ code, message }),
    )
  })
})
