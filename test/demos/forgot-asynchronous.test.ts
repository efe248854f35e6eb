/** The forgot-asynchronous demo: each claim is broken by waiting, by answering at once, or by not answering. */
import { describe, expect, it } from 'vitest'
import { brokenBy } from './broken.ts'

const WEB: [string, string] = ['import { Application,', 'import { asynchronous, Application,']

describe('callbacks', () => {
  const broken = (...changes: [string, string][]) => brokenBy('forgot-asynchronous', 'callbacks', changes)

  it('send nothing and are told off as long as nobody says that get is asynchronous', async () => {
    const found = await broken(WEB, ['get() {', 'get = asynchronous(() => {'], ['  } // It', '  }) // It'])
    expect(found).toEqual(['emptyAnswers', 'prints'])
  })

  it('are not told off if nobody finishes twice', async () => {
    expect(await broken(['else this.finish(match)', 'else match'])).toEqual(['prints'])
  })

  it('answer with what get raises', async () => {
    expect(await broken(['get() {', "get() {\n    this.getArgument('team')"])).toEqual([
      'answersWith',
      'emptyAnswers',
      'prints',
    ])
  })
})

describe('coroutines', () => {
  const broken = (...changes: [string, string][]) => brokenBy('forgot-asynchronous', 'coroutines', changes)

  it('send nothing and are told off as long as nobody says that get is asynchronous', async () => {
    const found = await broken(
      WEB,
      ['get = engine(', 'get = asynchronous(engine('],
      ['  }) // It', '  })) // It'],
    )
    expect(found).toEqual(['emptyAnswers', 'prints'])
  })

  it('are answered well by a coroutine, which needs no word for it', async () => {
    const found = await broken(
      ['import { engine,', 'import { coroutine,'],
      ['get = engine(', 'get = coroutine('],
    )
    expect(found).toEqual(['emptyAnswers', 'prints'])
  })
})
