/** What the server tells its own page, in a meta element: how to reach it, and what stands behind it. */

/** `token` opens the run socket; `database` is for people and says which MongoDB answers. */
export interface PageFacts {
  token: string
  database: string
}

/** The page with the facts put in right after `<head>`, as `<meta name="meanwhile-server" content="{…}">`. */
export function withFacts(html: string, facts: PageFacts): string {
  const meta = `<meta name="meanwhile-server" content='${escaped(JSON.stringify(facts))}'>`
  return html.replace(/<head(\s[^>]*)?>/i, (head) => head + meta)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('<', '&lt;')
}
