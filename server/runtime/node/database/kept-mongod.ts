/**
 * What a keeper leaves that was killed itself: a mongod without anybody who ends it, and its directory. Whoever
 * started the keeper sees to both. If those two are killed at once, nobody is left who could.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A path for the directory of one mongod, where nothing is yet: its keeper makes and removes it. */
export function newKeptDirectory(): string {
  return join(tmpdir(), `meanwhile-mongod-${randomUUID()}`)
}

/** Kills and removes what the keeper `pid` has left, which has ended and led a process group. Never rejects. */
export async function removeKept(pid: number, directory: string): Promise<void> {
  // A keeper that was not killed removes it last of all.
  if (!existsSync(directory)) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Its mongod is gone already. On Windows there are no groups: it would have to be ended by hand.
  }
  // It may write a file while it dies.
  await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => undefined)
}
