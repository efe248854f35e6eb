/** The tests of encrypted connections make their certificates with openssl. */
import { spawnSync } from 'node:child_process'
import { installWithApt } from './apt-get.mjs'

/** Has Debian install openssl if there's none and we may. Throws, saying what to install, if there's still none. */
export function findOrInstallOpenssl() {
  if (!isThere()) installWithApt('openssl')
  if (!isThere()) throw new Error('the tests of encrypted connections need the command openssl: install it')
}

function isThere() {
  return spawnSync('openssl', ['version']).status === 0
}
