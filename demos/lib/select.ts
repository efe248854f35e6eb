/** Waiting for several descriptors at once, as Python's `select`. */
import { Epoll } from 'epoll'
import * as os from 'os'

export const EPOLLIN = os.READ
export const EPOLLOUT = os.WRITE
export const EPOLLERR = os.ERROR

export { Epoll }

/** Python's `select.epoll()`: register, modify, unregister, poll(ms). */
export const epoll = (): Epoll => new Epoll()
