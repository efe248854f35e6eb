/** What one can tell Motor's client, and what its pool makes of it. */
import type { ClientOptions, PoolOptions } from 'green/pymongo'
import { IOLoop } from 'ioloop'
import { MotorPoolTimeout, MotorWaitQueue } from 'motor-pool'
import { ConfigurationError } from 'pymongo-errors'

/** Times are ms. */
export interface MotorOptions {
  /** Which of Motor's first versions it should be like; default none. */
  version?: 'talk' | '0.1'
  /** Default: the loop that all share. */
  ioLoop?: IOLoop
  /** How long to wait for a connection, default 20000. */
  connectTimeoutMS?: number
  /** How long each call of a socket may wait, default for ever. */
  socketTimeoutMS?: number
  /** 0: writes ask for no answer, unless they say otherwise. */
  w?: number
  /** How many connections are open at most, default 100; 0.1: idle, 10. */
  maxPoolSize?: number
  /** How long to wait for one; then ConnectionFailure. */
  waitQueueTimeoutMS?: number
  /** In 0.1, how many connections are open at most, default 100. */
  maxConcurrent?: number
  /** In 0.1, how long to wait for one; then MotorPoolTimeout. */
  maxWaitTime?: number
}

/** How the driver's pool does what the options say. */
export function poolOf(
  options: MotorOptions,
  loop: () => IOLoop,
): PoolOptions {
  const { maxPoolSize, waitQueueTimeoutMS } = options
  if (options.version) return historicalPool(options, loop)
  return {
    maxPoolSize: maxPoolSize ?? 100,
    waitQueue: new MotorWaitQueue(loop),
    ...(waitQueueTimeoutMS !== undefined && { waitQueueTimeoutMS }),
  }
}

function historicalPool(
  { maxPoolSize = 10, maxConcurrent = 100, maxWaitTime }: MotorOptions,
  loop: () => IOLoop,
): PoolOptions {
  const failure = () => new MotorPoolTimeout('timeout')
  return {
    maxIdle: maxPoolSize,
    maxPoolSize: maxConcurrent,
    waitQueue: new MotorWaitQueue(loop, failure),
    ...(maxWaitTime !== undefined && {
      waitQueueTimeoutMS: maxWaitTime,
    }),
  }
}

/** Throws ConfigurationError for what Motor 0.1 refused when it opened. */
export function checkPool({ maxPoolSize = 10 }: MotorOptions): void {
  const whole = Number.isInteger(maxPoolSize)
  if (whole && maxPoolSize >= 0) return
  const kind = whole ? 'a positive integer' : 'an integer'
  throw new ConfigurationError(
    `The value of maxPoolSize must be ${kind}`,
  )
}

/** What the driver's client takes as it is. */
export function clientOptions(options: MotorOptions): ClientOptions {
  const { connectTimeoutMS, socketTimeoutMS, version, w } = options
  // In old versions it is the callback that asks for an answer.
  const unanswered = w === 0 && version !== undefined
  return {
    ...(w !== undefined && !unanswered && { w }),
    ...(connectTimeoutMS !== undefined && { connectTimeoutMS }),
    ...(socketTimeoutMS !== undefined && { socketTimeoutMS }),
  }
}

/** TypeScript refuses what is none; Motor 0.1 did so when it ran. */
export function checkLoop(loop: unknown): void {
  if (loop instanceof IOLoop) return
  throw new TypeError(
    `io_loop must be instance of IOLoop, not ${String(loop)}`,
  )
}
