/**
 * Small screens get a page to scroll instead of slides: one column, text at its own size. The same
 * condition stands in the style sheets.
 */

/** Where a 16:9 stage would be too small to read. */
const READING_PAGE = '(max-width: 720px), (max-height: 440px)'

/** Whether this window shows the reading page. */
export function isReadingPage(): boolean {
  return matchMedia(READING_PAGE).matches
}

/** Loads the page anew when it should look the other way; drafts survive that. */
export function reloadOnSwitch(): void {
  matchMedia(READING_PAGE).addEventListener('change', () => location.reload())
}
