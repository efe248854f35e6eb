/**
 * Asynchronous code in one piece: generators that yield what they wait
 * for. Engines are Tornado 2.4.1's, coroutines those of 3.0 and later.
 */
export { Arguments } from 'gen-arguments'
export { coroutine } from 'gen-coroutine'
export { engine } from 'gen-engine'
export {
  BadYieldError,
  KeyReuseError,
  LeakedCallbackError,
  UnknownKeyError,
} from 'gen-errors'
export { moment, sleep } from 'gen-moment'
export { multi } from 'gen-multi'
export { Return } from 'gen-return'
export { withTimeout } from 'gen-timeout'
export { WaitIterator } from 'gen-wait-iterator'
export {
  Callback,
  Task,
  Wait,
  WaitAll,
  YieldPoint,
} from 'gen-yield-points'
export { TimeoutError } from 'timeout-error'
