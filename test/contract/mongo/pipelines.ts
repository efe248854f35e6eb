/** Aggregation pipelines and expressions, and what they give. */
import type { Document } from 'mongodb'

/** The documents that all of them start from. */
export const SALES = [
  { _id: 1, item: 'a', price: 10, quantity: 2, tags: ['x', 'y'], day: new Date('2014-06-12T10:00:00Z') },
  { _id: 2, item: 'b', price: 20, quantity: 1, tags: [], day: new Date('2014-06-12T20:00:00Z') },
  { _id: 3, item: 'a', price: 5, quantity: 10, tags: ['y'], day: new Date('2014-07-13T15:30:00Z') },
  { _id: 4, item: 'c', price: 1, quantity: 4, day: new Date('2015-01-01T00:00:00Z') },
]

/** Pipelines over SALES and what they give. */
export const STAGES: [name: string, pipeline: Document[], expected: Document[]][] = [
  [
    '$match, $sort, $skip, $limit',
    [
      { $match: { price: { $gt: 1 } } },
      { $sort: { price: 1 } },
      { $skip: 1 },
      { $limit: 1 },
      { $project: { item: 1 } },
    ],
    [{ _id: 1, item: 'a' }],
  ],
  [
    '$project',
    [
      { $match: { _id: 1 } },
      { $project: { _id: 0, total: { $multiply: ['$price', '$quantity'] }, 'in.side': '$item' } },
    ],
    [{ total: 20, in: { side: 'a' } }],
  ],
  [
    '$addFields and $unset',
    [{ $match: { _id: 2 } }, { $addFields: { n: { $size: '$tags' } } }, { $unset: ['day', 'price', 'tags'] }],
    [{ _id: 2, item: 'b', quantity: 1, n: 0 }],
  ],
  [
    '$group',
    [
      {
        $group: {
          _id: '$item',
          sum: { $sum: '$price' },
          average: { $avg: '$quantity' },
          count: { $sum: 1 },
          all: { $push: '$_id' },
          least: { $min: '$price' },
          most: { $max: '$price' },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'a', sum: 15, average: 6, count: 2, all: [1, 3], least: 5, most: 10 },
      { _id: 'b', sum: 20, average: 1, count: 1, all: [2], least: 20, most: 20 },
      { _id: 'c', sum: 1, average: 4, count: 1, all: [4], least: 1, most: 1 },
    ],
  ],
  [
    '$group of all',
    [
      { $sort: { _id: 1 } },
      {
        $group: {
          _id: null,
          first: { $first: '$item' },
          last: { $last: '$item' },
          set: { $addToSet: '$nothing' },
          n: { $count: {} },
        },
      },
    ],
    [{ _id: null, first: 'a', last: 'c', set: [], n: 4 }],
  ],
  [
    '$unwind',
    [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
    [
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
      { _id: 3, tags: 'y' },
    ],
  ],
  [
    '$unwind that preserves',
    [
      { $match: { _id: { $in: [1, 4] } } },
      { $unwind: { path: '$tags', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true } },
      { $project: { tags: 1, i: { $toInt: '$i' } } },
    ],
    [
      { _id: 1, tags: 'x', i: 0 },
      { _id: 1, tags: 'y', i: 1 },
      { _id: 4, i: null },
    ],
  ],
  ['$count', [{ $match: { item: 'a' } }, { $count: 'n' }], [{ n: 2 }]],
  ['$count of nothing', [{ $match: { item: 'z' } }, { $count: 'n' }], []],
  ['$sortByCount', [{ $sortByCount: '$item' }, { $limit: 1 }], [{ _id: 'a', count: 2 }]],
  [
    '$replaceRoot',
    [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { what: '$item' } } }],
    [{ what: 'a' }],
  ],
  [
    '$replaceWith',
    [{ $match: { _id: 1 } }, { $replaceWith: { $mergeObjects: [{ a: 1, item: 2 }, { item: '$item' }] } }],
    [{ a: 1, item: 'a' }],
  ],
  [
    '$facet',
    [
      {
        $facet: {
          cheap: [{ $match: { price: { $lt: 6 } } }, { $project: { _id: 1 } }],
          number: [{ $count: 'n' }],
        },
      },
    ],
    [{ cheap: [{ _id: 3 }, { _id: 4 }], number: [{ n: 4 }] }],
  ],
  [
    '$bucket',
    [
      {
        $bucket: { groupBy: '$price', boundaries: [0, 10, 20], default: 'more', output: { n: { $sum: 1 } } },
      },
    ],
    [
      { _id: 0, n: 2 },
      { _id: 10, n: 1 },
      { _id: 'more', n: 1 },
    ],
  ],
  [
    '$redact',
    [{ $match: { _id: 1 } }, { $redact: { $cond: [{ $eq: ['$item', 'a'] }, '$$PRUNE', '$$KEEP'] } }],
    [],
  ],
  ['$sample', [{ $sample: { size: 2 } }, { $count: 'n' }], [{ n: 2 }]],
  [
    '$setWindowFields',
    [
      {
        $setWindowFields: {
          partitionBy: '$item',
          sortBy: { _id: 1 },
          output: {
            running: { $sum: '$quantity', window: { documents: ['unbounded', 'current'] } },
            rank: { $rank: {} },
          },
        },
      },
      { $sort: { _id: 1 } },
      { $project: { running: 1, rank: 1 } },
    ],
    [
      { _id: 1, running: 2, rank: 1 },
      { _id: 2, running: 1, rank: 1 },
      { _id: 3, running: 12, rank: 2 },
      { _id: 4, running: 4, rank: 1 },
    ],
  ],
]

/** Expressions over the first of SALES and their value. */
export const EXPRESSIONS: [expression: unknown, value: unknown][] = [
  [{ $add: ['$price', 1, 2] }, 13],
  [{ $subtract: ['$price', '$quantity'] }, 8],
  [{ $divide: ['$price', 4] }, 2.5],
  [{ $mod: ['$price', 3] }, 1],
  [{ $round: [{ $divide: [10, 3] }, 1] }, 3.3],
  [{ $concat: ['$item', '-', 'z'] }, 'a-z'],
  [{ $toUpper: '$item' }, 'A'],
  [{ $substrCP: ['hello', 1, 3] }, 'ell'],
  [{ $split: ['a,b', ','] }, ['a', 'b']],
  [{ $trim: { input: '  x ' } }, 'x'],
  [{ $regexMatch: { input: '$item', regex: /^A/i } }, true],
  [{ $cond: [{ $gte: ['$price', 10] }, 'yes', 'no'] }, 'yes'],
  [{ $ifNull: ['$nothing', 'default'] }, 'default'],
  // biome-ignore lint/suspicious/noThenProperty: it's MongoDB's word
  [{ $switch: { branches: [{ case: { $eq: ['$item', 'b'] }, then: 1 }], default: 2 } }, 2],
  [{ $and: [1, '$price', { $not: ['$nothing'] }] }, true],
  [{ $cmp: ['$price', '$quantity'] }, 1],
  [{ $in: ['x', '$tags'] }, true],
  [{ $size: '$tags' }, 2],
  [{ $arrayElemAt: ['$tags', -1] }, 'y'],
  [{ $concatArrays: ['$tags', ['z']] }, ['x', 'y', 'z']],
  [{ $map: { input: [1, 2], as: 'n', in: { $multiply: ['$$n', '$price'] } } }, [10, 20]],
  [{ $filter: { input: [1, 2, 3], cond: { $gt: ['$$this', 1] } } }, [2, 3]],
  [{ $reduce: { input: [1, 2, 3], initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
  [{ $slice: [[1, 2, 3], 1, 1] }, [2]],
  [{ $range: [0, 6, 2] }, [0, 2, 4]],
  [{ $reverseArray: '$tags' }, ['y', 'x']],
  [{ $size: { $setUnion: [['x', 'z'], '$tags'] } }, 3],
  [{ $objectToArray: { a: 1 } }, [{ k: 'a', v: 1 }]],
  [{ $arrayToObject: [[['a', 1]]] }, { a: 1 }],
  [{ $let: { vars: { d: 2 }, in: { $pow: ['$$d', 3] } } }, 8],
  [{ $literal: '$price' }, '$price'],
  [{ $type: '$day' }, 'date'],
  [{ $toString: '$price' }, '10'],
  [{ $toInt: '7' }, 7],
  [{ $convert: { input: 'x', to: 'int', onError: -1 } }, -1],
  [{ $year: '$day' }, 2014],
  [{ $dayOfWeek: '$day' }, 5],
  [{ $dateToString: { date: '$day', format: '%Y-%m-%d %H:%M' } }, '2014-06-12 10:00'],
  [{ $dateDiff: { startDate: '$day', endDate: new Date('2014-06-14T09:00:00Z'), unit: 'day' } }, 2],
  [{ $dateTrunc: { date: '$day', unit: 'month' } }, new Date('2014-06-01T00:00:00Z')],
  [{ $first: '$tags' }, 'x'],
  [{ $max: ['$price', 50] }, 50],
  [{ $isArray: ['$tags'] }, true],
  [{ $strLenCP: 'für' }, 3],
  [
    {
      $zip: {
        inputs: [
          [1, 2],
          ['a', 'b'],
        ],
      },
    },
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  [{ $getField: { field: 'item', input: '$$ROOT' } }, 'a'],
  [{ $sortArray: { input: [3, 1, 2], sortBy: -1 } }, [3, 2, 1]],
]
