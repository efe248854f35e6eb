/** Which descriptors gevent's loop watches, and for whom. */
import type { Loop } from 'gevent-loop'
import { Watcher } from 'gevent-watcher'
import * as os from 'os'

/** Calls somebody whenever a descriptor is ready. */
export class IoWatcher extends Watcher {
  readonly fd: number
  readonly events: number

  constructor(loop: Loop, fd: number, events: number) {
    super(loop, true)
    this.fd = fd
    this.events = events
  }

  protected begin(): void {
    this.loop.files.start(this)
  }

  protected end(): void {
    this.loop.files.stop(this)
  }
}

/**
 * The watchers by descriptor. The kernel is told at once what to watch,
 * but only before a poll what no more: mostly somebody wants it again.
 */
export class Files {
  readonly #watchers = new Map<number, Set<IoWatcher>>()
  /** What the kernel was told to watch. */
  readonly #told = new Map<number, number>()
  readonly #stopped = new Set<number>()

  start(watcher: IoWatcher): void {
    const { fd, events } = watcher
    const told = this.#told.get(fd) ?? 0
    if ((told & events) !== events) os.watch(fd, told | events)
    this.#told.set(fd, told | events)
    const watchers = this.#watchers.get(fd) ?? new Set()
    this.#watchers.set(fd, watchers.add(watcher))
  }

  stop(watcher: IoWatcher): void {
    this.#watchers.get(watcher.fd)?.delete(watcher)
    this.#stopped.add(watcher.fd)
  }

  /** The descriptor was closed: its number may come again. */
  forget(fd: number): void {
    this.#told.delete(fd)
  }

  /** Tells the kernel what nobody waits for any more. */
  flush(): void {
    for (const fd of this.#stopped) {
      const wanted = this.#wanted(fd)
      const told = this.#told.get(fd)
      if (told === undefined || told === wanted) continue
      os.watch(fd, wanted)
      this.#told.set(fd, wanted)
    }
    this.#stopped.clear()
  }

  /** Those who wait for one of these events. */
  watchersOf(fd: number, events: number): IoWatcher[] {
    const all = [...(this.#watchers.get(fd) ?? [])]
    return all.filter((watcher) => events & (watcher.events | os.ERROR))
  }

  #wanted(fd: number): number {
    let events = 0
    for (const watcher of this.#watchers.get(fd) ?? [])
      events |= watcher.events
    return events
  }
}
