/** How a command of ours ends when it can't go on. */

/** Says a line on standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Says the message of `error` on standard error, and lets the process end with exit code 1. */
export function giveUp(error: unknown): void {
  complain(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
