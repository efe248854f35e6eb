import { expect, test } from 'vitest'
import { withFacts } from '../../../../server/runtime/node/web/page-facts.ts'

test('puts the facts at the top of the head, and not into a header', () => {
  const page = '<html><head lang="en"><title>x</title></head><body><header></header></body></html>'
  const meta = `<meta name="meanwhile-server" content='{"token":"t","database":"d"}'>`
  expect(withFacts(page, { token: 't', database: 'd' })).toBe(page.replace('lang="en">', `lang="en">${meta}`))
})

test('keeps facts from becoming markup', () => {
  const html = withFacts('<head></head>', { token: '$&', database: `'><script>&amp;` })
  expect(html).toBe(
    `<head><meta name="meanwhile-server" content='{"token":"$&amp;","database":"&#39;>&lt;script>&amp;amp;"}'></head>`,
  )
})
