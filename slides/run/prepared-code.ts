/**
 * The highlighted code that the build put into the page, taken out of the first element that had it and
 * kept: an element that reveal makes anew finds it here.
 */

/** Highlighted HTML of shown regions by demo and style. */
const prepared = new Map<string, string>()

/** Takes the static programs out of a demo's element. */
export function collectPrepared(demo: string, host: Element): void {
  for (const panel of host.querySelectorAll<HTMLElement>('.static-program')) {
    prepared.set(`${demo}/${panel.getAttribute('data-style')}`, panel.innerHTML)
  }
}

/** What the build made of a program's shown region. */
export function preparedCode(demo: string, style: string): string | undefined {
  return prepared.get(`${demo}/${style}`)
}
