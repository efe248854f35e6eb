/** How threads wait for each other: in the kernel, not by spinning. */
export { Condition } from 'condition'
export { Lock, Semaphore } from 'semaphore'
export { RuntimeError } from 'thread-errors'
