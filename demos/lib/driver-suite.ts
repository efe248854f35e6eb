/**
 * The blocking driver's own tests, to be run on the driver itself, on
 * whatever it waits, and on all that claims to be like it.
 */
import type { Cases, Driver, Outcome, World } from 'suite-check'
import { CURSORS } from 'suite-cursors'
import { DELETES } from 'suite-deletes'
import { ERRORS } from 'suite-errors'
import { FINDING } from 'suite-finding'
import { INSERTS } from 'suite-inserts'
import { POOL } from 'suite-pool'
import { QUERIES } from 'suite-queries'
import { SLICES } from 'suite-slices'
import { TAILING } from 'suite-tailing'
import { UPDATES } from 'suite-updates'

/** All cases by their names. */
export const CASES: Cases = {
  ...INSERTS,
  ...DELETES,
  ...UPDATES,
  ...FINDING,
  ...QUERIES,
  ...CURSORS,
  ...SLICES,
  ...TAILING,
  ...ERRORS,
  ...POOL,
}

/** Names of cases that aren't run, with the reason why not. */
export type Exclusions = Record<string, string>

/**
 * Runs every case that isn't excluded, and tells what came out.
 *
 * ```ts blocked
 * import { runSuite } from 'driver-suite'
 * import { MongoClient } from 'pymongo'
 *
 * export function main() {
 *   const outcomes = runSuite({ MongoClient }, {})
 *   console.log(outcomes.filter(({ failed }) => failed).length)
 * }
 * ```
 */
export function runSuite(
  driver: Driver,
  exclusions: Exclusions,
): Outcome[] {
  const outcomes: Outcome[] = []
  for (const name of Object.keys(CASES)) {
    const excluded = exclusions[name]
    if (excluded) outcomes.push({ name, excluded })
    else outcomes.push(runCase(driver, name))
  }
  return outcomes
}

/** Runs one case in a fresh collection. */
export function runCase(driver: Driver, name: string): Outcome {
  const client = new driver.MongoClient()
  try {
    const world = worldOf(driver, client, name)
    world.collection.drop()
    CASES[name]!(world)
    world.collection.drop()
    return { name }
  } catch (error) {
    const { name: kind, message } = error as Error
    return { name, failed: `${kind}: ${message}` }
  } finally {
    client.close()
  }
}

function worldOf(
  driver: Driver,
  client: World['client'],
  name: string,
): World {
  const db = client.db('driver_suite')
  const number = Object.keys(CASES).indexOf(name)
  const collection = db.collection(`case${number}`)
  return { ...driver, client, db, collection }
}
