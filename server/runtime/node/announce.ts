/** What a person reads in the terminal, and the browser that opens. */
import { setTimeout } from 'node:timers/promises'
import type { StartOptions } from './start-options.ts'
import type { DemoServer } from './web/demo-server.ts'
import { openBrowser } from './web/open-browser.ts'

/** In ms. */
const PATIENCE = 1_000

/** Says where the deck is and, as soon as it's known, which MongoDB runs; opens the browser if that was asked for. */
export async function announce(server: DemoServer, { port, open }: StartOptions): Promise<void> {
  if (port !== 0 && server.port !== port) say(`port ${port} is taken, so it's ${server.port}`)
  say(`Meanwhile is at ${server.url} (Ctrl+C ends it)`)
  const database = server.database.then((backend) => say(`MongoDB: ${backend}`))
  // The page says which MongoDB runs, so it's better asked for when that's known. Not for long, though.
  await Promise.race([database, setTimeout(PATIENCE, undefined, { ref: false })])
  if (open) openBrowser(server.url)
}

/** Says a line on standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
