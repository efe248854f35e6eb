/**
 * What a person typed, per demo and style, kept outside the DOM and across a reload. Storage may be
 * refused (private windows, full disks); then drafts live as long as the page.
 */

/** The two calls of `localStorage` that can fail, and the one that forgets. */
export interface DraftStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/**
 * Whole programs that differ from the shipped ones. Each is fetched from storage once: from then on this page
 * shows and runs its own, whatever another page keeps.
 */
export class Drafts {
  readonly #storage: DraftStorage | undefined
  readonly #memory = new Map<string, string | undefined>()

  constructor(storage: DraftStorage | undefined) {
    this.#storage = storage
  }

  /** The draft of a program, if there is one. */
  read(demo: string, style: string): string | undefined {
    const key = keyOf(demo, style)
    if (!this.#memory.has(key)) this.#memory.set(key, this.#fetch(key))
    return this.#memory.get(key)
  }

  /** Keeps a draft; `undefined` forgets it. */
  write(demo: string, style: string, text: string | undefined): void {
    const key = keyOf(demo, style)
    this.#memory.set(key, text)
    try {
      if (text === undefined) this.#storage?.removeItem(key)
      else this.#storage?.setItem(key, text)
    } catch {
      // The copy in memory has to do.
    }
  }

  #fetch(key: string): string | undefined {
    try {
      return this.#storage?.getItem(key) ?? undefined
    } catch {
      return undefined
    }
  }
}

/** The browser's storage, or nothing where even asking for it throws. */
export function browserStorage(): DraftStorage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

function keyOf(demo: string, style: string): string {
  return `meanwhile:draft:${demo}/${style}`
}
