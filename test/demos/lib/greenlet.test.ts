/** Greenlets by the rules of greenlet 2.0.2, beyond what was recorded: cases of its own tests, and what is ours. */
import { describe, expect, it } from 'vitest'
import type { Style } from '../../../server/run.ts'
import { endOf, only, printed, simulateProgram } from '../../support/simulated.ts'

const IMPORTS = `import { Greenlet, GreenletError, GreenletExit, getcurrent, settrace } from 'greenlet'
import { keywords } from 'keywords'
class SomeError extends Error { name = 'SomeError' }
const main_ = getcurrent()
const log = (...values: unknown[]) =>
  console.log(values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one) ?? 'undefined')).join(' '))
const attempt = (action: () => unknown) => {
  try { log('gave', action()) } catch (error) { log((error as Error).name + ': ' + (error as Error).message) }
}
`

const run = (body: string, { style = 'greenlets' as Style, before = '' } = {}) =>
  simulateProgram(style, `${IMPORTS}${before}\nexport function main() {\n${body}\n}\n`)

async function logOf(body: string, options: { style?: Style; before?: string } = {}): Promise<string[]> {
  const events = await run(body, options)
  const { reason, message } = endOf(events)
  const said = printed(events).map((line) => line.replace('#0 ', ''))
  return reason === 'returned' ? said : [...said, `${reason}: ${message}`]
}

describe('switching', () => {
  it('runs children of children', async () => {
    const body = `const f = () => { log('b'); getcurrent().parent?.switch() }
      const g = new Greenlet(() => { log('a'); const inner = new Greenlet(f); inner.switch(); log('c') })
      g.switch()`
    expect(await logOf(body)).toEqual(['a', 'b', 'c'])
  })

  it('needs something to run, and leaves the greenlet as it was', async () => {
    const body = `const g = new Greenlet()
      attempt(() => g.switch())
      attempt(() => g.throw(new SomeError('x')))
      g.run = () => 'runs now'
      attempt(() => g.switch())`
    expect(await logOf(body)).toEqual(['AttributeError: run', 'AttributeError: run', 'gave runs now'])
  })

  it('gives a function that is started its keywords as an object at the end', async () => {
    const body = `const run = (...args: unknown[]) => args
      log(new Greenlet(run).switch(), new Greenlet(run).switch(keywords({ x: 1 })))
      log(new Greenlet(run).switch(1, 2, keywords({ x: 3 })))`
    expect(await logOf(body)).toEqual(['[] [{"x":1}]', '[1,2,{"x":3}]'])
  })

  it('gives a parent keywords in their form, and leaves out none at all', async () => {
    const body = `const g = new Greenlet(() => {
        main_.switch(keywords({ a: 1 })); main_.switch(1, keywords({})); main_.switch(keywords({}))
      })
      log(g.switch(), g.switch(), g.switch())`
    expect(await logOf(body)).toEqual(['{"a":1} 1 []'])
  })

  it('to one that is over lands in its nearest parent that lives', async () => {
    const body = `const dead = new Greenlet(() => 0)
      dead.switch()
      log(dead.switch(), dead.switch(5), dead.switch(1, 2))
      const middle = new Greenlet(() => { const d = new Greenlet(() => 0); d.switch(); log(d.switch('back')); return d })
      const d = middle.switch() as Greenlet
      log(d.parent === middle, d.switch('in main'))`
    expect(await logOf(body)).toEqual(['[] 5 [1,2]', 'back', 'true in main'])
  })

  it('to one that is over starts a parent that has not begun', async () => {
    const body = `const seen: number[] = []
      const child = new Greenlet(() => seen.push(42))
      child.switch()
      child.parent = new Greenlet(() => { seen.push(24) })
      log(child.switch(), seen)`
    expect(await logOf(body)).toEqual(['undefined [42,24]'])
  })

  it('keeps apart a parent whose function throws when it is looked up', async () => {
    const before = `class Perverse extends Greenlet {
      constructor() { super(); Object.defineProperty(this, 'run', { get() { throw new SomeError('perverse') } }) }
    }`
    const body = `const child = new Greenlet(() => log('child'), new Perverse())
      attempt(() => child.switch())
      attempt(() => child.switch())`
    expect(await logOf(body, { before })).toEqual(['child', 'SomeError: perverse', 'SomeError: perverse'])
  })

  it('passes the error on if a parent has nothing to run', async () => {
    const body = `attempt(() => new Greenlet(() => null, new Greenlet()).switch())`
    expect(await logOf(body)).toEqual(['AttributeError: run'])
  })

  it('lets one be entered by whoever wants, whoever its parent is', async () => {
    const body = `const order: string[] = []
      const a = new Greenlet(() => { order.push('a1'); b.switch(); order.push('a2') })
      const b = new Greenlet(() => { order.push('b1'); main_.switch(); order.push('b2'); a.switch() })
      a.switch(); order.push('main'); b.switch()
      log(order, a.dead, b.dead, b.active)`
    expect(await logOf(body)).toEqual(['["a1","b1","main","b2","a2"] true false true'])
  })
})

describe('parents', () => {
  it('form no cycles', async () => {
    const body = `const a = new Greenlet(() => 0)
      const b = new Greenlet(() => 0, a)
      const c = new Greenlet(() => 0, b)
      for (const one of [a, b, c]) attempt(() => { a.parent = one })
      attempt(() => { main_.parent = main_ })
      log(main_.parent, c.parent === b)`
    expect(await logOf(body)).toEqual([
      'ValueError: cyclic parent chain',
      'ValueError: cyclic parent chain',
      'ValueError: cyclic parent chain',
      'AttributeError: cannot set the parent of a main greenlet',
      'null true',
    ])
  })

  it('are greenlets', async () => {
    const body = `attempt(() => new Greenlet(() => 0, 'x' as never))`
    const rule = 'GreenletChecker: Expected any type of greenlet'
    expect(await logOf(body)).toEqual([`TypeError: ${rule}, not string`])
  })
})

describe('throwing', () => {
  const FAMILY = `const f1 = () => {
      try { main_.switch('f1 ready to catch') } catch (error) { if (error instanceof RangeError) return 'caught'; throw error }
      return 'normal exit'
    }
    const f2 = () => { main_.switch('from f2') }
    let g1 = new Greenlet(f1)
    let g2 = new Greenlet(f2, g1)
    const anew = () => { g1 = new Greenlet(f1); g2 = new Greenlet(f2, g1) }
    const state = () => log(g1.dead, g2.dead)
  `

  it('goes through a parent that has not begun, and kills it', async () => {
    const body = `${FAMILY}
      attempt(() => g2.throw(new RangeError('x')))
      state()`
    expect(await logOf(body)).toEqual(['RangeError: x', 'true true'])
  })

  it('goes to a parent that can catch it, whether the child has begun or not', async () => {
    const body = `${FAMILY}
      log(g1.switch(), g2.throw(RangeError)); state()
      anew(); log(g1.switch(), g2.switch(), g2.throw(RangeError)); state()`
    expect(await logOf(body)).toEqual([
      'f1 ready to catch caught',
      'true true',
      'f1 ready to catch from f2 caught',
      'true true',
    ])
  })

  it('takes an error or a class of errors, and nothing else', async () => {
    const body = `const g = () => {
        const one = new Greenlet(() => { try { main_.switch() } catch (error) { return (error as Error).name + (error as Error).message } })
        one.switch()
        return one
      }
      log(g().throw(SomeError), g().throw(new SomeError('ciao')))
      attempt(() => g().throw('abc'))`
    expect(await logOf(body)).toEqual([
      'SomeError SomeErrorciao',
      'TypeError: exceptions must be classes, or instances, not string',
    ])
  })

  it('into one that is over throws in its parent, but returns GreenletExit', async () => {
    const body = `const dead = new Greenlet(() => 0)
      dead.switch()
      attempt(() => dead.throw(new SomeError('late')))
      log((dead.throw() as Error).name)`
    expect(await logOf(body)).toEqual(['SomeError: late', 'GreenletExit'])
  })

  it('does not return GreenletExit out of the main greenlet', async () => {
    expect(await logOf(`throw new GreenletExit('bye')`)).toEqual(['failed: GreenletExit: bye'])
  })
})

describe('as greenlet 2.0.2 was seen to do it,', () => {
  it('switching and throwing in finally put off an error, or replace it', async () => {
    const body = `const waits = () => { try { main_.switch('in') } finally { log('got', main_.switch('in finally')) } }
      const one = new Greenlet(waits)
      log(one.switch(), one.throw(new SomeError('x')), one.active)
      attempt(() => one.switch('back'))
      for (const second of [new RangeError('y'), undefined]) {
        const other = new Greenlet(waits)
        other.switch()
        other.throw(new SomeError('x'))
        attempt(() => (other.throw(second) as Error).name)
        log(other.dead)
      }`
    expect(await logOf(body)).toEqual([
      'in in finally true',
      'got back',
      'SomeError: x',
      'RangeError: y',
      'true',
      'gave GreenletExit',
      'true',
    ])
  })

  it('a subclass of GreenletExit is returned as well', async () => {
    const before = `class MyExit extends GreenletExit { name = 'MyExit' }`
    const body = `const exits = () => { throw new MyExit() }
      const dead = new Greenlet(() => 0)
      dead.switch()
      const all = [new Greenlet(exits).switch(), new Greenlet(exits).throw(new MyExit()), dead.throw(new MyExit())]
      log(all.map((one) => (one as Error).name))`
    expect(await logOf(body, { before })).toEqual(['["MyExit","MyExit","MyExit"]'])
  })

  it('a parent set while it runs gets what comes out, begun or not', async () => {
    const body = `const unstarted = new Greenlet((value) => ['began with', value])
      log(new Greenlet(() => { getcurrent().parent = unstarted; return 'v' }).switch())
      const waits = new Greenlet(() => { try { main_.switch() } catch (error) { return 'caught ' + (error as Error).message } })
      waits.switch()
      log(new Greenlet(() => { getcurrent().parent = waits; throw new SomeError('e') }).switch())`
    expect(await logOf(body)).toEqual(['["began with","v"]', 'caught e'])
  })

  it('a switch to one that is over is told as one to its nearest parent that lives', async () => {
    const body = `const over = new Greenlet(() => 0)
      const overToo = new Greenlet(() => 0)
      over.switch()
      overToo.switch()
      overToo.parent = over
      const events: string[] = []
      const g = new Greenlet(() => overToo.switch('x'))
      settrace((event, [from, to]) => { events.push(event + (from === g) + (to === main_)) })
      log(g.switch(), events)`
    expect(await logOf(body)).toEqual(['x ["switchfalsefalse","switchtruetrue"]'])
  })

  it('five hundred hand a value on, each left where it stands', async () => {
    const body = `const all: Greenlet[] = []
      const ring = (at: number) => {
        const value = main_.switch() as number
        return (all[at + 1] ?? main_).switch(value + 1)
      }
      for (let at = 0; at < 500; at += 1) { const one = new Greenlet(ring); all.push(one); one.switch(at) }
      log(all[0]!.switch(0), all.filter((one) => one.active).length)`
    expect(await logOf(body)).toEqual(['500 500'])
  })
})

describe('kill, in place of dropping the last reference,', () => {
  it('comes back here whoever the parent is', async () => {
    const body = `const p = new Greenlet(() => { main_.switch(); log('the parent goes on?') })
      p.switch()
      const g = new Greenlet(() => { try { main_.switch() } finally { log('finally') } }, p)
      g.switch()
      g.kill()
      log(g.dead, p.active)`
    expect(await logOf(body)).toEqual(['finally', 'true true'])
  })

  it('gives one that survives its parent back', async () => {
    const body = `const p = new Greenlet(() => 0)
      const g = new Greenlet(() => { try { main_.switch() } catch { main_.switch() } }, p)
      g.switch()
      g.kill()
      log(g.active, g.parent === p)`
    expect(await logOf(body)).toEqual(['true true'])
  })

  it('does nothing to one that has not begun or is over', async () => {
    const body = `const g = new Greenlet(() => log('runs'))
      g.kill()
      g.switch()
      g.kill()`
    expect(await logOf(body)).toEqual(['runs'])
  })
})

describe('tracing', () => {
  const before = `const events: string[] = []
    const names = new Map<Greenlet, string>([[main_, 'main']])
    const tell = (event: string, [from, to]: [Greenlet, Greenlet]) => {
      events.push(event + ' ' + (names.get(from) ?? 'g') + ' ' + (names.get(to) ?? 'g'))
    }`

  it('is ended by an error in it, which is raised where the switch went', async () => {
    const body = `const g = new Greenlet(() => main_.switch())
      g.switch()
      settrace((event, pair) => { tell(event, pair); throw new SomeError('traced') })
      attempt(() => g.switch())
      log(events, settrace(null), g.dead)`
    expect(await logOf(body, { before })).toEqual(['SomeError: traced', '["switch main g"] null true'])
  })

  it('tells about a switch to oneself, and about what kills without running', async () => {
    const body = `log(settrace(tell))
      main_.switch()
      try { new Greenlet(() => 0).throw(new SomeError('x')) } catch {}
      new Greenlet(() => 0).throw()
      log(settrace(null) === tell, events)`
    expect(await logOf(body, { before })).toEqual([
      'null',
      'true ["switch main main","throw main g","throw g main","throw main g","switch g main"]',
    ])
  })

  it('feeds the timeline with both stacks', async () => {
    const body = `const deep = (n: number): unknown => (n > 0 ? deep(n - 1) : main_.switch())
      const g = new Greenlet(() => deep(2))
      g.switch()
      try { g.throw(new SomeError('x')) } catch {}`
    const switches = only(await run(body), 'switch')
    expect(switches.map(({ from, to, how }) => `${how} ${from} ${to}`)).toEqual([
      'switch greenlet:0 greenlet:1',
      'switch greenlet:1 greenlet:0',
      'throw greenlet:0 greenlet:1',
      'throw greenlet:1 greenlet:0',
    ])
    expect(switches[1]!.stacks[0].filter((name) => name === 'deep')).toHaveLength(3)
    expect(switches[1]!.stacks[1]).toContain('main')
  })
})

describe('plain code', () => {
  it('drives greenlets, but cannot be one that waits', async () => {
    const body = `const g = new Greenlet(() => { attempt(() => main_.switch()); return 'over' })
      log(g.switch())`
    expect(await logOf(body, { style: 'callbacks' })).toEqual([
      'GreenletError: cannot switch: one of the two runs plain code, which cannot be put aside; only rewritten code can',
      'over',
    ])
  })

  it('that would have to wait gets an error at once', async () => {
    const before = `import { IOLoop } from 'ioloop'`
    const body = `const other = new Greenlet(() => 'other')
      const loop = IOLoop.instance()
      loop.addCallback(other.switch.bind(other))
      loop.addCallback(loop.stop.bind(loop))
      loop.start()
      log(other.started, other.switch())`
    const [error, last] = await logOf(body, { before })
    expect(error).toMatch(
      /^Exception in callback.*: GreenletError: plain code called switch\(\) and cannot wait: /,
    )
    expect(last).toBe('false other')
  })

  it('of the engine, too: what it calls back cannot switch', async () => {
    const body = `const other = new Greenlet(() => log('never'))
      Promise.resolve().then(other.switch.bind(other))`
    const [error, ...more] = await logOf(body)
    expect(error).toMatch(/GreenletError: plain code called switch\(\) and cannot wait/)
    expect(more).toEqual([])
  })

  it('of a trace function cannot switch', async () => {
    const body = `const g = new Greenlet(() => main_.switch())
      settrace(() => { new Greenlet(() => 0).switch() })
      attempt(() => g.switch())`
    expect(await logOf(body)).toEqual(['GreenletError: a trace function cannot switch'])
  })

  it('does not take a greenlet to another thread', async () => {
    const program = `import { Greenlet } from 'greenlet'
      export function main() {
        try { JSON.stringify([new Greenlet(() => 0)]) } catch (error) { console.log((error as Error).name, (error as Error).message) }
      }`
    expect(printed(await simulateProgram('callbacks', program))).toEqual([
      '#0 GreenletError cannot switch to a different thread',
    ])
  })
})
