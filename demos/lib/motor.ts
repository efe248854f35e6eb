/**
 * Motor: the blocking driver made asynchronous without changing it. Each
 * operation runs on a greenlet of its own, over a socket that parks.
 */
export { type Asynchronous, asynchronize } from 'motor-asynchronize'
export type { Callback } from 'motor-callback'
export { asynchronousClass } from 'motor-class'
export { MotorClient } from 'motor-client'
export { MotorCollection } from 'motor-collection'
export { MotorCommandCursor } from 'motor-command-cursor'
export { MotorCursor } from 'motor-cursor'
export { MotorDatabase } from 'motor-database'
export type { EachCallback } from 'motor-each'
export { Op, WaitAllOps, WaitOp } from 'motor-op'
export type { MotorOptions } from 'motor-options'
export { MotorPoolTimeout } from 'motor-pool'
export { MotorSocket, socketsOn, TalkSocket } from 'motor-socket'
