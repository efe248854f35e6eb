/** The foot of the stage says which MongoDB answers the programs, also when that changes. */
import { serverNote } from '../run/runners.ts'

/** How often the demo server is asked, ms. */
const INTERVAL = 3000

/** Adds the footer, and keeps it right for as long as the page is looked at. */
export function addFooter(): void {
  const footer = document.createElement('footer')
  document.body.append(footer)
  const say = (database: string) => {
    const text = `MongoDB: ${database}`
    if (footer.textContent !== text) footer.textContent = text
  }
  say(serverNote?.database ?? 'our own, in this tab')
  if (serverNote) setInterval(() => document.visibilityState === 'visible' && void ask().then(say), INTERVAL)
}

async function ask(): Promise<string> {
  try {
    const answer = await fetch('./database')
    return answer.ok ? await answer.text() : 'unknown'
  } catch {
    return 'none: the demo server has ended'
  }
}
