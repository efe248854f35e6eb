/** The names that the rewriter and the prelude share, and the functions of the language that call back. */

/** Names that rewritten code uses; a program that uses one itself is refused. `$p1`, `$p2` … are loop variables. */
export const TAKEN_NAME = /^\$(t|c|this|s|m|f|k|w|of|G|END|frame|p\d+)$/

/** Array methods whose callbacks may wait: the prelude has its own version of each. */
export const WAITING_ARRAY_METHODS = [
  'forEach',
  'map',
  'filter',
  'flatMap',
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'reduce',
  'reduceRight',
] as const

/** Functions whose callbacks run synchronously: owner (an expression), name, positions of the callbacks. */
export const SYNCHRONOUS_CALLBACKS: readonly (readonly [
  owner: string,
  name: string,
  ...positions: number[],
])[] = [
  ['Array.prototype', 'sort', 0],
  ['Array.prototype', 'toSorted', 0],
  ['Array', 'from', 1],
  ['String.prototype', 'replace', 1],
  ['String.prototype', 'replaceAll', 1],
  ['JSON', 'stringify', 1],
  ['JSON', 'parse', 1],
  ['Object', 'groupBy', 1],
  ['Map', 'groupBy', 1],
  ['Promise', 'try', 0],
  ['Promise.prototype', 'then', 0, 1],
  ['Promise.prototype', 'catch', 0],
  ['Promise.prototype', 'finally', 0],
]

/** Methods that typed arrays and iterators have too; there their callbacks run synchronously. */
export const OTHER_LISTS_METHODS: readonly string[] = [...WAITING_ARRAY_METHODS, 'sort', 'toSorted']

const METHODS = new Set<string>([
  ...WAITING_ARRAY_METHODS,
  ...SYNCHRONOUS_CALLBACKS.map(([, name]) => name),
  'call',
  'apply',
])

/** Whether a method of this name may be one of the language's that calls back. */
export const mayCallBack = (name: string): boolean => METHODS.has(name)

/** Constructors whose first argument is called back at once or by the engine. */
export const CALLBACK_CONSTRUCTORS = new Map([
  ['Promise', 'a Promise executor'],
  ['FinalizationRegistry', 'a FinalizationRegistry callback'],
])

/** Methods that JavaScript itself calls, so that nobody could wait for them. */
export const ENGINE_METHODS: ReadonlySet<string> = new Set(['toString', 'valueOf', 'toJSON', 'then'])

/** Functions (`owner.name`) and classes that are given objects whose methods JavaScript itself calls. */
export const TAKES_ENGINE_OBJECTS = new Map([
  ['Object.defineProperty', 'a property descriptor'],
  ['Object.defineProperties', 'a property descriptor'],
  ['Object.create', 'a property descriptor'],
  ['Reflect.defineProperty', 'a property descriptor'],
  ['Proxy', 'a proxy trap'],
])
