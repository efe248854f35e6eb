/** Ctrl+C, a closed terminal, a polite kill: all mean that the person has seen enough. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** What hasn't ended by then is left to the system. In ms. */
const PATIENCE = 5_000
/** How often a process that npm has started looks for it, in ms. */
const LOOK = 500

/**
 * Waits for a signal, then runs `end`, and gives the process a few seconds to be over. Further signals change
 * nothing: npm passes on what the terminal has sent already, so every Ctrl+C arrives twice.
 */
export async function untilInterrupted(end: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve())
    whenNpmIsGone(resolve)
  })
  setTimeout(() => process.exit(1), PATIENCE).unref()
  await end()
}

/** Calls when the npm that started this process is gone: it passes a polite kill on to the shell between us only. */
export function whenNpmIsGone(call: () => void): void {
  const { npm_lifecycle_event: startedByNpm } = process.env
  if (startedByNpm === undefined) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && call(), LOOK).unref()
}
