/** How a command of ours ends when it can't go on. */

/** Says the message of `error` on standard error, and lets the process end with exit code 1. */
export function giveUp(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
