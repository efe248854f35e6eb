/** The foot of the stage says which MongoDB answers the programs on the slide that shows, also when that changes. */
import { MONGOD_VERSION } from '../../server/mongo/version.ts'
import type { RuntimeName } from '../../server/run.ts'
import { runners, serverNote } from '../run/runners.ts'

/** How often the demo server is asked, ms. */
const INTERVAL = 3000

const IN_TAB = `our own ${MONGOD_VERSION}, in this tab`

/** Adds the footer, and keeps it right for as long as the page is looked at. */
export function addFooter(): void {
  const footer = document.createElement('footer')
  document.body.append(footer)
  let onServer = serverNote?.database ?? IN_TAB
  const say = () => {
    const names = shownRuntimes().map((runtime) => (runtime === 'node' ? onServer : IN_TAB))
    const text = `MongoDB: ${names.join(' · ')}`
    if (footer.textContent !== text) footer.textContent = text
  }
  say()
  // A demo has taken the choice in by the time it gets here.
  for (const event of ['change', 'ready', 'slidechanged']) document.addEventListener(event, say)
  if (!serverNote) return
  const update = async () => {
    onServer = await ask()
    say()
  }
  setInterval(() => document.visibilityState === 'visible' && void update(), INTERVAL)
}

/** Where the programs that show would run, each place once; a page to scroll shows all of its programs. */
function shownRuntimes(): RuntimeName[] {
  const slide = document.querySelector('section.present') ?? document
  const demos = [...slide.querySelectorAll('.demo[data-runtime]')]
  const chosen = new Set(demos.map((demo) => demo.getAttribute('data-runtime') as RuntimeName))
  return chosen.size > 0 ? [...chosen].sort() : [runners[0]?.runtime ?? 'simulated']
}

async function ask(): Promise<string> {
  try {
    const answer = await fetch('./database')
    return answer.ok ? await answer.text() : 'unknown'
  } catch {
    return 'none: the demo server has ended'
  }
}
