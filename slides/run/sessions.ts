/** The page's sessions, one for each demo element, found again by whatever element takes its place. */
import type { Style } from '../../server/run.ts'
import { browserStorage, Drafts } from './drafts.ts'
import { loadDemo, loadProgram } from './programs.ts'
import { runners } from './runners.ts'
import { Session } from './session.ts'

const drafts = new Drafts(browserStorage())
const sessions = new Map<string, Promise<Session>>()

/** The session of a demo with these tabs; made on first use. */
export function sessionOf(name: string, styles: Style[]): Promise<Session> {
  const key = `${name}:${styles}`
  const known = sessions.get(key)
  if (known) return known
  const made = openSession(name, styles)
  sessions.set(key, made)
  return made
}

async function openSession(name: string, styles: Style[]): Promise<Session> {
  const [demo, ...texts] = await Promise.all([
    loadDemo(name),
    ...styles.map((style) => loadProgram(name, style)),
  ])
  const programs = new Map(styles.map((style, index) => [style, texts[index]!]))
  return new Session({ name, demo, programs, runners, drafts })
}
