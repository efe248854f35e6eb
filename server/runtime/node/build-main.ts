/** `npm run build`: the static deck in `dist/`, for any web host. */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PROJECT } from '../../build-cache.mjs'
import { giveUp } from './give-up.ts'
import { builtDeck } from './web/deck.ts'

async function buildDist(): Promise<void> {
  const dist = join(PROJECT, 'dist')
  const deck = await builtDeck(() => process.stdout.write('building the deck …\n'))
  await rm(dist, { recursive: true, force: true })
  await cp(deck, dist, { recursive: true })
  process.stdout.write('the deck is in dist/: put it on any web host\n')
}

await buildDist().catch(giveUp)
