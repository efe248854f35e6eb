/** All parts of the database, for tests of what the core asks them for. */
import { administration } from '../../server/mongo/administration/index.ts'
import { aggregation } from '../../server/mongo/aggregation/index.ts'
import { joinParts } from '../../server/mongo/part.ts'
import type { Scope } from '../../server/mongo/scope.ts'

/** What every server of a test is given. */
export const PARTS = [aggregation, administration]

/** What filters, updates and expressions have around them where no command is. */
export const SCOPE: Scope = {
  variables: new Map(),
  now: 1_400_000_000_123,
  random: () => 0.5,
  abilities: joinParts(PARTS),
}
