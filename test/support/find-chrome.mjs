/** Browser tests need a Chrome or Chromium of this machine; none is ever downloaded but by the machine's own packager. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installWithApt } from './apt-get.mjs'

const VARIABLES = ['MEANWHILE_CHROME', 'CHROME']
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = ['Google Chrome', 'Chromium'].map((name) => `Applications/${name}.app/Contents/MacOS/${name}`)
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe']
const WINDOWS_ROOTS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']

/** The path of a Chrome or Chromium: a variable's, else one in the usual places. Undefined if there's none; throws if a variable points at nothing. */
export function findChrome(env = process.env, platform = process.platform, exists = existsSync) {
  const variable = VARIABLES.find((name) => env[name])
  if (variable === undefined) return usualPlaces(env, platform).find((path) => exists(path))
  if (exists(env[variable])) return env[variable]
  throw new Error(`${variable} names no file: ${env[variable]}`)
}

function usualPlaces(env, platform) {
  if (platform === 'darwin') return MAC.flatMap((path) => [`/${path}`, join(env.HOME ?? '/', path)])
  if (platform === 'win32') {
    const roots = WINDOWS_ROOTS.flatMap((name) => env[name] ?? [])
    return roots.flatMap((root) => WINDOWS.map((path) => `${root}\\${path}`))
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin']
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
}

/** As findChrome, but has Debian install its chromium if this is Debian and we may. Throws, saying what to install, if there's still none. */
export function findOrInstallChrome() {
  const found = findChrome()
  if (found) return found
  installWithApt('chromium')
  const installed = findChrome()
  if (installed) return installed
  throw new Error(
    'the browser tests need Chrome or Chromium: install one, or name its program in MEANWHILE_CHROME',
  )
}
