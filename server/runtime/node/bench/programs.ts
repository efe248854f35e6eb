/** Programs made for measuring: an answer that costs nothing, a system call and nothing else, loops without end. */
import type { Style } from '../../../run.ts'

const HEAD = `import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'
`
const MAIN = `
export function main() {
  new Application({ '/': Hello }).listen(8888)
  IOLoop.instance().start()
}
`
const SERVE = `import { requests, respond } from 'http'
import { Socket } from 'socket'
import { Thread } from 'thread'
`
const THREADS = `
export function main() {
  const server = Socket.listen(8888)
  for (;;) new Thread(serve, server.accept()).start()
}
export function serve(client: Socket) {
  for (const _ of requests(client)) respond(client, 'hello')
}
`

/** Programs that answer "hello", and ask nobody. */
export const HELLO: Partial<Record<Style, string>> = {
  callbacks: `${HEAD}class Hello extends RequestHandler {\n  get() { this.finish('hello') }\n}${MAIN}`,
  coroutines: `${HEAD}import { coroutine } from 'gen'
class Hello extends RequestHandler {
  get = coroutine(function* (this: Hello) { this.finish('hello') })
}${MAIN}`,
  greenlets: `import { monkey } from 'gevent'\n${SERVE}monkey.patchAll()\n${THREADS}`,
}

/** Makes `count` system calls that neither wait nor do anything, and prints how long they took, ms. */
export const systemCalls = (count: number): string => `import * as os from 'os'
export function main() {
  const fd = os.startConnect('nobody', 1)
  const from = os.now()
  for (let call = 0; call < ${count}; call++) os.watch(fd, 0)
  console.log(os.now() - from)
}
`

/** Reports `count` events, as the guest library does, and prints how long that took, ms. */
export const reports = (count: number): string => `import * as os from 'os'
export function main() {
  const from = os.now()
  for (let id = 0; id < ${count}; id++) os.report('', { kind: 'callback-run', id })
  console.log(os.now() - from)
}
`

/** Programs that would never end. */
export const ENDLESS: Record<string, string> = {
  'a loop without calls': 'export function main() { for (;;); }\n',
  'a loop with calls': 'const f = () => 1\nexport function main() { for (;;) f() }\n',
  'one endless native operation':
    'export function main() { const list = Array.from({ length: 3e5 }, (_, i) => (i * 7919) % 300007); for (;;) list.slice().sort() }\n',
}
