/** Debian's own packager, for what tests need of the machine. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Has Debian install packages if this is Debian and we may, else does nothing. Throws if it can't. */
export function installWithApt(...packages) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  aptGet('update')
  aptGet('install', '-y', '--no-install-recommends', ...packages)
}

function aptGet(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync('apt-get', words, { stdio: ['ignore', 'inherit', 'inherit'], env })
  if (status !== 0) throw new Error(`"apt-get ${words.join(' ')}" failed: see what it said`)
}
