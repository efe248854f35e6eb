/** What the database holds when a program meets it: the matches of the 2014 World Cup. */
import type { MongoServer } from './server.ts'

/** Documents for one collection. */
export interface Seed {
  db: string
  collection: string
  docs: readonly object[]
}

/** The matches as `worldcup.matches`; `kickoff` stays the string it is in the data. */
export function worldCupSeed(matches: readonly object[]): Seed {
  return { db: 'worldcup', collection: 'matches', docs: matches }
}

/** Puts seeds into a server that has just been made. */
export function sow(server: MongoServer, seeds: readonly Seed[]): void {
  for (const { db, collection, docs } of seeds) server.insert(db, collection, docs)
}
