/** How a generator says its result where `return` can't: Tornado 3.0. */

/** `throw new Return(value)` ends a coroutine as `return value` does. */
export class Return<T = unknown> extends Error {
  override name = 'Return'
  readonly value: T
  constructor(value: T) {
    super('raised outside of a coroutine')
    this.value = value
  }
}
