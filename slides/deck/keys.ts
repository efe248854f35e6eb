/**
 * Whose key is it, the deck's or a control's? reveal moves on Space, letters and arrows, and doesn't see
 * that Monaco is being typed into, so keys in anything interactive stay there. Clickers send PageUp and
 * PageDown: those always turn the slide.
 */
import type { RevealApi } from 'reveal.js'

const INTERACTIVE =
  '.code-pane, .output, time-line, button, a[href], input, select, textarea, summary, [role=slider], [role=tab], [contenteditable]'

/** reveal's `keyboardCondition`. The speaker view passes a bare `{ keyCode }`, which is for the deck. */
export function isForDeck(event: KeyboardEvent): boolean {
  if (isPageKey(event)) return true
  const target = event.composedPath?.()[0]
  return !(target instanceof Element && target.closest(INTERACTIVE))
}

/** Turns slides on PageUp and PageDown even where an editor would scroll. */
export function claimPageKeys(deck: RevealApi): void {
  const capture = (event: KeyboardEvent) => {
    if (!isPageKey(event) || !(event.target instanceof Element) || !event.target.closest(INTERACTIVE)) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'PageDown') deck.next()
    else deck.prev()
  }
  document.addEventListener('keydown', capture, { capture: true })
}

function isPageKey(event: KeyboardEvent): boolean {
  return event.key === 'PageDown' || event.key === 'PageUp'
}
