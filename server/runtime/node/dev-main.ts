/** `npm run dev`: as `npm start`, but with the deck from its sources, reloaded when they change. */
import { announce, say } from './announce.ts'
import { giveUp } from './give-up.ts'
import { parseStartOptions } from './start-options.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { openDemoServer } from './web/demo-server.ts'
import { devFiles, isViteUpgrade } from './web/dev-files.ts'

async function develop(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2))
  const server = await openDemoServer({
    port: options.port,
    say,
    files: devFiles,
    upgrades: isViteUpgrade,
  })
  void announce(server, options)
  await untilInterrupted(() => server.close())
}

await develop().catch(giveUp)
