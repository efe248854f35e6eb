/** Every claim of find-team is kept by its program, and broken by a small edit of it that should break it. */
import { describe, expect, it } from 'vitest'
import { demoNamed } from '../../server/demos.ts'
import { STYLES, type Style } from '../../server/run.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { endOf, findTeam, simulate } from '../support/simulated.ts'

const demo = demoNamed('find-team')!

const claimsOf = (style: Style): readonly Claim[] => demo.claims[style]!

/** The names of the claims that don't hold for this program. */
async function broken(claims: readonly Claim[], style: Style, source: string): Promise<string[]> {
  const figures = statistics(await simulate(findTeam(style, { source })))
  return claims.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}

const original = (style: Style): string => findTeam(style).source

/** The program with one text replaced; the text has to be there. */
function edited(source: string, ...changes: [find: string, replacement: string][]): string {
  return changes.reduce((text, [find, replacement]) => {
    expect(text).toContain(find)
    return text.replace(find, replacement)
  }, source)
}

/** One client is refused: nobody but that client is the worse for it. */
const ANSWER_FEWER: Record<Style, [string, string]> = {
  threads: ['const found', "if (query.team === 'Japan') throw new Error()\n    const found"],
  greenlets: ['const found', "if (query.team === 'Japan') throw new Error()\n    const found"],
  callbacks: [
    "getArgument('team')\n",
    "getArgument('team')\n    if (team === 'Japan') this.getArgument('x')\n",
  ],
  coroutines: [
    "getArgument('team')\n",
    "getArgument('team')\n    if (team === 'Japan') this.getArgument('x')\n",
  ],
  async: ["getArgument('team')\n", "getArgument('team')\n    if (team === 'Japan') this.getArgument('x')\n"],
  blocked: [
    "getArgument('team')\n",
    "getArgument('team')\n    if (team === 'Japan') this.getArgument('x')\n",
  ],
}

describe.each(STYLES)('find-team, %s', (style) => {
  const claims = claimsOf(style)

  it('keeps its claims', async () => {
    expect(await broken(claims, style, original(style))).toEqual([])
  })

  it('breaks allAnswered by not serving one of the teams', async () => {
    const source = edited(original(style), ANSWER_FEWER[style])
    expect(await broken(claims, style, source)).toContain('allAnswered')
  })
})

describe('threads', () => {
  it('break threadPerClient, and queriesOverlap with it, by serving in the thread that accepts', async () => {
    const source = edited(original('threads'), ['new Thread(serve, client).start()', 'serve(client)'])
    const served = edited(source, [
      'respond(client, docs)',
      'respond(client, docs)\n    client.close()\n    return',
    ])
    expect(await broken(claimsOf('threads'), 'threads', served)).toEqual([
      'threadPerClient',
      'queriesOverlap',
    ])
  })

  it('break queriesOverlap alone by waiting for each thread', async () => {
    const source = edited(
      original('threads'),
      [
        'new Thread(serve, client).start()',
        'const thread = new Thread(serve, client)\n    thread.start()\n    thread.join()',
      ],
      ['respond(client, docs)', 'respond(client, docs)\n    client.close()\n    return'],
    )
    expect(await broken(claimsOf('threads'), 'threads', source)).toEqual(['queriesOverlap'])
  })
})

describe('greenlets', () => {
  it('break queriesOverlap by not patching the threads away', async () => {
    const source = edited(
      original('greenlets'),
      ['new Thread(serve, client).start()', 'serve(client)'],
      ['respond(client, docs)', 'respond(client, docs)\n    client.close()\n    return'],
    )
    expect(await broken(claimsOf('greenlets'), 'greenlets', source)).toEqual(['queriesOverlap'])
  })
})

describe('one thread', () => {
  it.each(['greenlets', 'callbacks', 'coroutines', 'async', 'blocked'] as const)(
    'is not what threads have: %s',
    async (style) => {
      const claim = claimsOf(style).filter(({ name }) => name === 'oneThread')
      expect(claim).toHaveLength(1)
      expect(await broken(claim, 'threads', original('threads'))).toEqual(['oneThread'])
    },
  )
})

describe.each(['callbacks', 'coroutines', 'async'] as const)('a loop that does not wait, %s', (style) => {
  const claims = claimsOf(style)

  it('breaks all claims about overlap and time, and no other, with the blocking driver', async () => {
    expect(await broken(claims, 'blocked', original('blocked'))).toEqual([
      'queriesOverlap',
      'loopNeverBlockedOver',
      'answeredWithin',
      'answeredTogether',
    ])
  })

  it('breaks loopNeverBlockedOver alone by computing for 20 ms', async () => {
    const compute =
      "getArgument('team')\n    if (team === 'Japan') for (let i = 0; i < 10000; i += 1) Math.abs(i)\n"
    const source = edited(original(style), ["getArgument('team')\n", compute])
    expect(await broken(claims, style, source)).toEqual(['loopNeverBlockedOver'])
  })

  it('breaks answeredWithin alone by asking twice more for one team', async () => {
    expect(await broken(claims, style, askTwiceMore(style))).toEqual(['answeredWithin'])
  })

  it('breaks queriesOverlap alone by not asking for one team', async () => {
    const skip = "getArgument('team')\n    if (team === 'Japan') return this.finish([])\n"
    const source = edited(original(style), ["getArgument('team')\n", skip])
    expect(await broken(claims, style, source)).toEqual(['queriesOverlap'])
  })
})

function askTwiceMore(style: 'callbacks' | 'coroutines' | 'async'): string {
  const source = original(style)
  if (style === 'callbacks') {
    return edited(source, [
      'cursor.toList(this.onFound)',
      `const ask = () => cursor.toList(this.onFound)
    if (team !== 'Japan') return ask()
    matches.findOne({}, () => matches.findOne({}, ask))`,
    ])
  }
  const word = style === 'async' ? 'await' : 'yield'
  const again = `if (team === 'Japan') for (let i = 0; i < 2; i += 1) ${word} matches.find({}).limit(1).toList()`
  return edited(source, ['    const cursor', `    ${again}\n    const cursor`])
}

describe('blocked', () => {
  it('breaks its claims about one after another with the drivers of the others', async () => {
    expect(await broken(claimsOf('blocked'), 'async', original('async'))).toEqual([
      'queriesOneAfterAnother',
      'answeredAfterAll',
    ])
  })

  it('breaks answeredAfterAll alone by asking twice', async () => {
    const source = edited(original('blocked'), [
      '    const cursor',
      '    matches.findOne()\n    const cursor',
    ])
    expect(await broken(claimsOf('blocked'), 'blocked', source)).toEqual(['answeredAfterAll'])
  })
})

describe.each(demo.edits)('the edit "$label"', (edit) => {
  it('makes a program that keeps its claims, of one that does not', async () => {
    const style = edit.style as Style
    expect(await broken(edit.claims, style, original(style))).not.toEqual([])
    const source = applyEdit(original(style), edit)
    expect(await broken(edit.claims, style, source)).toEqual([])
    expect(endOf(await simulate(findTeam(style, { source }))).reason).toBe('answered')
  })
})
