/** `npm start`: builds the deck if its sources have changed, serves it, and runs its programs. */
import { keepInUse } from '../../build-cache.mjs'
import { announce, say } from './announce.ts'
import { giveUp } from './give-up.ts'
import { parseStartOptions } from './start-options.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { builtDeck } from './web/deck.ts'
import { deckFiles } from './web/deck-files.ts'
import { openDemoServer } from './web/demo-server.ts'

async function start(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2))
  const deck = await builtDeck(() => process.stdout.write('building the deck …\n'))
  keepInUse(deck)
  const server = await openDemoServer({
    port: options.port,
    say,
    files: (_server, facts) => deckFiles(deck, facts),
  })
  void announce(server, options)
  await untilInterrupted(() => server.close())
}

await start().catch(giveUp)
