/** Programs that mean harm, or look as if they did, and how each has to end. */
import { webProgram } from '../support/simulated.ts'
import { HOARDERS } from './hoarders.ts'
import { type Hostile, main } from './hostile.ts'

const MEMORY = 'memory limit: the program wanted more than 32 MiB'
const CPU = 'CPU limit: the program computed for 5 s without a system call'
const STACK = 'stack limit: calls were nested deeper than 96 KiB'
const UNANSWERED = 'request #1 was never answered'

export const HOSTILE: Hostile[] = [
  {
    what: 'an infinite loop that calls nothing',
    source: main('console.log(1)', 'let x = 0', 'for (;;) x += 1'),
    reason: 'limit',
    message: `${CPU}, in main`,
  },
  {
    what: 'an infinite loop with calls',
    source: `const next = (x: number) => x + 1\n${main('let x = 0', 'for (;;) {', '  x = next(x)', '}')}`,
    reason: 'limit',
    message: CPU,
    line: 5,
  },
  {
    what: 'an infinite loop in a handler',
    source: webProgram('class Handler extends RequestHandler {\n  get() { for (;;) Math.abs(1) }\n}'),
    reason: 'limit',
    message: CPU,
    line: 5,
  },
  {
    what: 'an infinite loop in a thread',
    source: `import { Thread } from 'thread'\n${main('new Thread(work).start()', 'new Thread(work).join()')}
export function work() {
  for (;;) Math.abs(1)
}`.replace('new Thread(work).join()', 'const t = new Thread(work)\nt.start()\nt.join()'),
    reason: 'limit',
    message: CPU,
    line: 9,
    style: 'threads',
  },
  {
    what: 'exponential recursion',
    source: `function fib(n: number): number {\n  return n < 2 ? n : fib(n - 1) + fib(n - 2)\n}\n${main('fib(60)')}`,
    reason: 'limit',
    message: CPU,
    line: 2,
  },
  {
    what: 'a memory bomb',
    source: main('const all: object[] = []', 'for (;;) {', '  all.push({ all: [1, 2, 3] })', '}'),
    reason: 'limit',
    message: MEMORY,
    line: 4,
  },
  {
    what: 'a memory bomb that catches its end',
    source: main(
      'for (;;) {',
      '  let all: object[] | null = []',
      '  try {',
      '    for (;;) all.push({ all: [1, 2, 3] })',
      '  } catch {',
      '    all = null',
      '  }',
      '}',
    ),
    reason: 'limit',
    message: MEMORY,
    line: 5,
  },
  {
    what: 'a memory bomb in greenlets',
    source: main('const all: object[] = []', 'for (;;) {', '  all.push({ all: [1, 2, 3] })', '}'),
    reason: 'limit',
    message: MEMORY,
    line: 4,
    style: 'greenlets',
  },
  {
    what: 'a text of half a gigabyte, refused and caught',
    source: main('try {', "  'x'.repeat(2 ** 29)", '} catch {', "  console.log('survived')", '}'),
    reason: 'limit',
    message: MEMORY,
    line: 3,
  },
  {
    what: 'an array of a gigabyte, refused and caught',
    source: main('for (;;) {', '  try {', '    new ArrayBuffer(2 ** 30)', '  } catch {}', '}'),
    reason: 'limit',
    message: MEMORY,
    line: 4,
  },
  {
    what: 'endless promise jobs',
    source: `const again = (): unknown => Promise.resolve().then(again)\nagain()\n${main()}`,
    reason: 'limit',
    message: /limit: the program/,
    line: 1,
  },
  {
    what: 'deep recursion',
    source: `function down(n: number): number {\n  return 1 + down(n + 1)\n}\n${main('down(0)')}`,
    reason: 'limit',
    message: STACK,
    line: 2,
  },
  {
    what: 'deep recursion that catches its end',
    source: `function down(n: number): number {\n  return 1 + down(n + 1)\n}\n${main('for (;;) {', '  try {', '    down(0)', '  } catch {}', '}')}`,
    reason: 'limit',
    message: STACK,
    line: 2,
  },
  {
    what: 'deep recursion of rewritten code',
    source: `function down(n: number): number {\n  return 1 + down(n + 1)\n}\n${main('down(0)')}`,
    reason: 'limit',
    message: STACK,
    line: 2,
    style: 'threads',
  },
  {
    what: 'a flood of output',
    source: main('for (;;) {', "  console.log('x'.repeat(100))", '}'),
    reason: 'limit',
    message: 'output limit: the program printed more than 1,000,000 characters',
    line: 3,
  },
  ...HOARDERS,
  {
    what: 'an answer without end',
    source: `import { Socket } from 'socket'
export function main() {
  const client = Socket.listen(8888).accept()
  client.sendall('HTTP/1.1 200 OK\\r\\n\\r\\n')
  for (;;) client.sendall('x'.repeat(30000))
}`,
    reason: 'failed',
    message: 'request #1 failed: the answer is larger than 16 MiB',
  },
  {
    what: 'answers to nobody',
    source: webProgram('class Handler extends RequestHandler { get() { return new Promise(() => {}) } }'),
    reason: 'deadlock',
    message: UNANSWERED,
  },
  {
    what: 'system calls of its own making',
    source: main(`$enter('{"submissions":[{"id":1,"op":"format"}],"wait":0,"request":0,"heap":0}')`),
    reason: 'limit',
    message: 'an unknown system call: format',
  },
  {
    what: 'arguments nested beyond any stack',
    source: main(
      "const deep = '['.repeat(400000) + ']'.repeat(400000)",
      `$enter('{"submissions":[{"id":1,"op":"spawn","target":"x","args":' + deep + '}],"wait":1,"request":0,"heap":0}')`,
    ),
    reason: 'returned',
    message: '',
  },
  {
    what: 'documents nested beyond any stack',
    source: main("console.log($encodeBson('{\"a\":'.repeat(100000) + '1' + '}'.repeat(100000)).slice(0, 1))"),
    reason: 'returned',
    message: '',
  },
  {
    what: 'prototypes with setters and without iterators',
    source: webProgram(
      `class Handler extends RequestHandler { get() { this.finish('x') } }`,
      `Object.defineProperty(Object.prototype, 'fd', { get: () => 99, set() { throw new Error('object') } })
Object.defineProperty(Array.prototype, 0, { get: () => 98, set() { throw new Error('array') } })
Array.prototype[Symbol.iterator] = () => { throw new Error('iterator') }`,
    ),
    reason: 'failed',
    message: /iterator|array|object/,
    line: 4,
  },
  {
    what: 'built-in functions that throw',
    source: main(
      "const broken = () => { throw new Error('broken') }",
      'JSON.stringify = JSON.parse = broken',
      'Function.prototype.call = Function.prototype.apply = broken',
      'String.prototype.slice = broken',
      'Error.prototype.toString = Object.prototype.toString = broken',
      'Promise.prototype.then = broken',
      "console.log('still here', {}, new Error('x'))",
      'throw new Error()',
    ),
    reason: 'failed',
    message: 'Error: ',
    line: 9,
  },
  {
    what: 'an attempt to replace how errors are described',
    source: main('Error.prepareStackTrace = () => 1', "'x'.repeat(2 ** 29)"),
    reason: 'failed',
    message: /^TypeError/,
    line: 2,
  },
  {
    what: 'an error whose every property throws',
    source: main("throw new Proxy({}, { get() { throw new Error('no') } })"),
    reason: 'failed',
    message: 'Error: the program threw something that has no text',
  },
  {
    what: 'a rejection that describes itself for ever',
    source: main('Promise.reject({ get message() { for (;;) Math.abs(1) } })', '$jobs()'),
    reason: 'limit',
    message: CPU,
    line: 2,
  },
  {
    what: 'an error at its start',
    source: `const nothing: any = undefined\nnothing.at.all\n${main()}`,
    reason: 'failed',
    message: /^TypeError: /,
    line: 2,
  },
  {
    what: 'a syntax error',
    source: main('const = 1'),
    reason: 'failed',
    message: 'unexpected token',
    line: 2,
  },
  {
    what: 'no main function',
    source: 'export const a = 1',
    reason: 'failed',
    message: 'Error: a program needs an exported function main',
  },
]
