/** Runs a body of code on gevent, and what every such body may use. */
import { endOf, printed, simulateProgram } from '../../support/simulated.ts'

const IMPORTS = `import {
  getcurrent, getHub, Greenlet, GreenletExit, idle, iwait, joinall, killall, monkey, sleep, spawn, spawnLater, Timeout, wait, withTimeout,
} from 'gevent'
import { AsyncResult, Event } from 'gevent-event'
import { Waiter } from 'gevent-hub'
import { Group, Pool } from 'gevent-pool'
import { Queue } from 'gevent-queue'
import { Socket } from 'socket'
import { time } from 'time'
class SomeError extends Error { name = 'SomeError' }
const log = (...values: unknown[]) =>
  console.log(values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one) ?? 'undefined')).join(' '))
const attempt = (action: () => unknown) => {
  try { log('gave', action()) } catch (error) { log((error as Error).name + ': ' + (error as Error).message) }
}
const fail = () => { throw new SomeError('bug') }
const quiet = () => { getHub().exceptionStream = { write() {} } }
let began = 0
const elapsed = () => Math.round((time.time() - began) / 10) * 10
`

/** What the body of a main function prints, line by line; and how the run ended, if it failed. */
export async function logOf(body: string, before = ''): Promise<string[]> {
  const events = await simulateProgram(
    'greenlets',
    `${IMPORTS}${before}\nexport function main() {\nbegan = time.time()\n${body}\n}\n`,
  )
  const { reason, message } = endOf(events)
  const said = printed(events).map((line) => line.replace('#0 ', ''))
  return reason === 'returned' ? said : [...said, `${reason}: ${message}`]
}
