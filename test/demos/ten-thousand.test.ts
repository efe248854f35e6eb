/** The ten-thousand demo: what waits takes more if it keeps more, and is forgotten by who forgets it. */
import { describe, expect, it } from 'vitest'
import { stylesOf } from '../../server/demos.ts'
import { brokenBy } from './broken.ts'

/** The line in which each style comes to wait. */
const WAITS: Record<string, string> = {
  callbacks: '  waiters.push((news) => answer(user, news))',
  coroutines: '  const news: string = yield next',
  async: '  const news = await next',
  greenlets: '  const news = hub.switch() as string',
}

/** Uses what it keeps when it goes on, or that could be dropped. */
const KEEPS: Record<string, [string, string]> = {
  callbacks: ['answer(user, news))', 'answer(user, news + kept[user]))'],
  coroutines: ['answer(user, news)\n', 'answer(user, news + kept[user])\n'],
  async: ['answer(user, news)\n', 'answer(user, news + kept[user])\n'],
  greenlets: ['answer(user, news)\n', 'answer(user, news + kept[user])\n'],
}

describe.each(stylesOf('ten-thousand'))('%s', (style) => {
  const broken = (...changes: [string, string][]) => brokenBy('ten-thousand', style, changes)

  it('take more if each keeps a KB', async () => {
    const kept: [string, string] = [WAITS[style]!, `  const kept = 'x'.repeat(1000)\n${WAITS[style]}`]
    expect(await broken(kept, KEEPS[style]!)).toEqual(['printsUnder'])
  })

  it('are not ten thousand if fewer come', async () => {
    expect(await broken(['= 10_000', '= 9_000'])).toEqual(['prints', 'prints'])
  })
})
