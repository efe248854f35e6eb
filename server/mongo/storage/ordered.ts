/**
 * A list that keeps itself in order: sorted chunks of at most 256 items. Finding a place takes two binary
 * searches, inserting moves half a chunk; that is a B+ tree of two levels without its code.
 */

const CHUNK = 256

/** Items in the order of `compare`, no two of them equal. */
export class Ordered<Item> {
  size = 0
  #version = 0
  readonly #chunks: Item[][] = []
  readonly #compare: (a: Item, b: Item) => number

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare
  }

  /** Puts an item in its place; one that is equal gives way to it. */
  add(item: Item): void {
    const { chunk, slot } = this.#place((other) => this.#compare(other, item) < 0)
    const items = this.#chunks[chunk]
    if (!items) {
      this.#append(item)
    } else if (slot < items.length && this.#compare(items[slot]!, item) === 0) {
      items[slot] = item
      return
    } else {
      items.splice(slot, 0, item)
      if (items.length > CHUNK) this.#chunks.splice(chunk + 1, 0, items.splice(CHUNK / 2))
    }
    this.#version++
    this.size++
  }

  /** Takes out the item that is equal to this one, if there is one. */
  delete(item: Item): void {
    const { chunk, slot } = this.#place((other) => this.#compare(other, item) < 0)
    const items = this.#chunks[chunk]
    const found = items?.[slot]
    if (!items || !found || this.#compare(found, item) !== 0) return
    items.splice(slot, 1)
    if (items.length === 0) this.#chunks.splice(chunk, 1)
    this.#version++
    this.size--
  }

  /** How many items come before a place. `isBefore` has to be true for all of those and for no others. */
  rank(isBefore: (item: Item) => boolean): number {
    const { chunk, slot } = this.#place(isBefore)
    let rank = slot
    for (let index = 0; index < chunk; index++) rank += this.#chunks[index]!.length
    return rank
  }

  /** The items from a place on, or backwards from it; it goes on rightly when the list changes meanwhile. */
  *walk(isBefore: (item: Item) => boolean, backward = false): Generator<Item, undefined> {
    let place = this.#place(isBefore)
    let version = this.#version
    let last: Item
    while (true) {
      if (version !== this.#version) {
        version = this.#version
        place = this.#place((item) => this.#compare(item, last) < Number(!backward))
      }
      const item = backward ? this.#stepBack(place) : this.#step(place)
      if (item === undefined) return
      last = item
      yield item
    }
  }

  #append(item: Item): void {
    const last = this.#chunks.at(-1)
    if (last && last.length < CHUNK) last.push(item)
    else this.#chunks.push([item])
  }

  #step(place: Place): Item | undefined {
    const items = this.#chunks[place.chunk]
    if (!items) return undefined
    if (place.slot < items.length) return items[place.slot++]
    place.chunk++
    place.slot = 0
    return this.#step(place)
  }

  #stepBack(place: Place): Item | undefined {
    if (place.slot > 0) return this.#chunks[place.chunk]![--place.slot]
    const items = this.#chunks[--place.chunk]
    if (!items) return undefined
    place.slot = items.length
    return this.#stepBack(place)
  }

  /** Where the first item is that isn't before; past the last chunk if all are. */
  #place(isBefore: (item: Item) => boolean): Place {
    const chunks = this.#chunks
    const chunk = partition(chunks.length, (index) => isBefore(chunks[index]!.at(-1)!))
    const items = chunks[chunk]
    return { chunk, slot: items ? partition(items.length, (index) => isBefore(items[index]!)) : 0 }
  }
}

interface Place {
  chunk: number
  slot: number
}

/** The first index from 0 to `count` that isn't before. */
function partition(count: number, isBefore: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}
