/** reveal, set up so that live slides survive it: no scaling, no scroll view, no claim on focus. */
import Reveal, { type RevealApi, type RevealConfig } from 'reveal.js'
import { claimPageKeys, isForDeck } from './keys.ts'

const CONFIG: RevealConfig = {
  width: 1280,
  height: 720,
  // Popups of an editor go astray under a CSS transform, so the theme sizes everything by `--u` instead.
  disableLayout: true,
  center: false,
  display: 'flex',
  hash: true,
  transition: 'none',
  backgroundTransition: 'none',
  controlsLayout: 'bottom-right',
  controlsTutorial: false,
  progress: true,
  // Off: the scroll view re-creates slides from saved HTML, which kills what is live in them.
  scrollActivationWidth: 0,
  // Or coming back from another window takes the focus out of the editor.
  focusBodyOnPageVisibilityChange: false,
  pdfSeparateFragments: false,
  keyboardCondition: isForDeck,
}

/** Starts the deck. */
export async function startDeck(): Promise<void> {
  const deck = new Reveal(CONFIG)
  await deck.initialize()
  // reveal calls the whole page an application, which takes reading keys away from screen readers.
  deck.getRevealElement()?.removeAttribute('role')
  claimPageKeys(deck)
  leaveDemos(deck)
}

/** A demo on a slide that is left hears of it, and stops its run. */
function leaveDemos(deck: RevealApi): void {
  deck.on('slidechanged', (event) => {
    const { previousSlide } = event as Event & { previousSlide?: HTMLElement }
    for (const demo of previousSlide?.querySelectorAll('run-demo') ?? [])
      demo.dispatchEvent(new Event('leave'))
  })
}
