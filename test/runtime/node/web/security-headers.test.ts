import { expect, test } from 'vitest'
import { inlineScriptHashes } from '../../../../server/runtime/node/web/security-headers.ts'

test('names an inline script by the hash of its text, whatever quotes the page stands in', () => {
  const page = "<html><script>alert('1')</script></html>"
  const expected = ["'sha256-Tlh8iZgyqNrAGGzSICG8KzGKg7YeURXz3n5Fy0aSfFk='"]
  expect(inlineScriptHashes(`open(${JSON.stringify(page)})`)).toEqual(expected)
  expect(inlineScriptHashes(`open(\`${page}\`)`)).toEqual(expected)
})

test('leaves alone text that is no page', () => {
  expect(inlineScriptHashes(`say("<script>x</script>")`)).toEqual([])
})
