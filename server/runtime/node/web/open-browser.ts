/** Shows a page in the person's own browser, where there's a person and a screen. */
import { spawn } from 'node:child_process'

interface Opener {
  command: string
  args: string[]
}

/** The program that shows `url`; undefined where nobody would see it (continuous integration, no display). */
export function opener(url: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Opener | undefined {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = env
  if (CI) return undefined
  if (platform === 'darwin') return { command: 'open', args: [url] }
  if (platform === 'win32') return { command: 'cmd', args: ['/c', 'start', '', url] }
  return DISPLAY || WAYLAND_DISPLAY ? { command: 'xdg-open', args: [url] } : undefined
}

/** Opens `url` if anybody would see it. A browser that can't be started is no failure: the address has been printed. */
export function openBrowser(url: string): void {
  const found = opener(url, process.env, process.platform)
  if (!found) return
  const child = spawn(found.command, found.args, { detached: true, stdio: 'ignore' })
  child.on('error', () => undefined)
  child.unref()
}
