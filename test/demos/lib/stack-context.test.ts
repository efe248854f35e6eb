/** Stack contexts, by the rules of Tornado 2.4.1's stack_context and by its own tests. */
import { expect, it } from 'vitest'
import { printed, simulateProgram } from '../../support/simulated.ts'

const IMPORTS = `import { wrap } from 'context'
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { Socket } from 'socket'
import { ExceptionStackContext, NullContext, runWith, StackContext } from 'stack-context'
const loop = IOLoop.instance()
const log = (...values: unknown[]) => console.log(...values)
const fail = (text: string) => { throw new Error(text) }
const named = (name: string) => new StackContext(() => ({
  enter: () => log('enter', name),
  exit: (error) => { log('exit', name, error ?? '') },
}))
const catching = (name: string, dealtWith = true) =>
  new ExceptionStackContext((error) => { log(name, 'got', error); return dealtWith })
const go = () => { loop.addTimeout(10, () => loop.stop()); loop.start() }
`

const logOf = async (body: string) =>
  printed(await simulateProgram('callbacks', `${IMPORTS}export function main() {\n${body}\n}\n`)).map(
    (line) => line.replace('#0 ', '').trim(),
  )

it('enters what surrounded the code again around each callback, and leaves it', async () => {
  const body = `runWith(named('a'), () => runWith(named('b'), () => loop.addCallback(() => log('callback'))))
    go()`
  const around = ['enter a', 'enter b', 'exit b', 'exit a']
  expect(await logOf(body)).toEqual([...around, 'enter a', 'enter b', 'callback', 'exit b', 'exit a'])
})

it('reaches callbacks of callbacks, timeouts, handlers and streams', async () => {
  const body = `const [a, b] = Socket.pair()
    const [c, d] = Socket.pair()
    b.send('x')
    d.send('y')
    runWith(catching('context'), () => {
      loop.addCallback(() => loop.addCallback(() => fail('callback')))
      loop.addTimeout(1, () => fail('timeout'))
      loop.addHandler(a.fd, (fd) => { loop.removeHandler(fd); fail('handler') }, IOLoop.READ)
      new IOStream(c).readBytes(1, () => fail('stream'))
    })
    go()`
  const said = (await logOf(body)).toSorted()
  const got = ['callback', 'handler', 'stream', 'timeout'].map((what) => `context got Error: ${what}`)
  expect(said).toEqual(got)
})

it('hands an error to the innermost handler, then outwards until one has dealt with it', async () => {
  const body = `runWith(catching('outer'), () =>
      runWith(catching('inner', false), () => {
        loop.addCallback(() => fail('later'))
        fail('now')
      }))
    log('goes on')
    go()
    try { runWith(catching('only', false), () => fail('nobody')) } catch (error) { log('caller got', error) }`
  const both = (text: string) => [`inner got Error: ${text}`, `outer got Error: ${text}`]
  const alone = ['only got Error: nobody', 'caller got Error: nobody']
  expect(await logOf(body)).toEqual([...both('now'), 'goes on', ...both('later'), ...alone])
})

it('lets a handler put another error in the place of the first', async () => {
  const body = `runWith(catching('outer'), () =>
      runWith(new ExceptionStackContext(() => fail('second')), () => fail('first')))`
  expect(await logOf(body)).toEqual(['outer got Error: second'])
})

it('tells the loop of errors that no context deals with', async () => {
  const body = `runWith(catching('context', false), () => loop.addCallback(() => fail('bug')))
    go()`
  expect(await logOf(body)).toEqual(['context got Error: bug', 'Exception in callback: Error: bug'])
})

it('tells a context manager how the body ended, which may deal with the error', async () => {
  const body = `const swallow = new StackContext(() => ({ enter: () => undefined, exit: (error) => { log('exit', error ?? 'well'); return true } }))
    log(runWith(swallow, () => 42))
    log(runWith(swallow, () => fail('bug')))`
  expect(await logOf(body)).toEqual(['exit well', '42', 'exit Error: bug', 'undefined'])
})

it('enters a context that was deactivated no more', async () => {
  const body = `runWith(named('a'), () => runWith(named('b'), (deactivate) => {
      loop.addCallback(() => log('callback'))
      deactivate()
    }))
    go()`
  const before = ['enter a', 'enter b', 'exit b', 'exit a']
  expect(await logOf(body)).toEqual([...before, 'enter a', 'callback', 'exit a'])
})

it('surrounds nothing inside a null context, and goes back after it', async () => {
  const body = `runWith(named('a'), () => {
      runWith(new NullContext(), () => loop.addCallback(() => log('alone')))
      loop.addCallback(() => log('inside'))
    })
    go()`
  expect(await logOf(body)).toEqual(['enter a', 'exit a', 'alone', 'enter a', 'inside', 'exit a'])
})

it('calls directly inside the same contexts, enters only new ones, and else starts from nothing', async () => {
  const body = `const a = named('a')
    let same = () => {}, deeper = () => {}, other = () => {}
    runWith(named('x'), () => { other = wrap(() => log('other')) })
    runWith(a, () => {
      same = wrap(() => log('same'))
      runWith(named('b'), () => { deeper = wrap(() => log('deeper')) })
      log('--')
      same()
      deeper()
      other()
      log('--')
    })`
  const said = (await logOf(body)).join()
  const wanted = ['--', 'same', 'enter b', 'deeper', 'exit b', 'enter x', 'other', 'exit x', '--', 'exit a']
  expect(said.slice(said.indexOf('--'))).toBe(wanted.join())
})

it('runs what was wrapped before in its own contexts only, by whomever it is queued', async () => {
  const body = `let inA = () => {}
    runWith(named('a'), () => { inA = wrap(() => log('callback')) })
    const outside = wrap(() => fail('bug'))
    const [c, d] = Socket.pair()
    d.send('x')
    log('--')
    runWith(catching('b'), () => {
      loop.addCallback(inA)
      loop.addCallback(outside)
      loop.addTimeout(1, outside)
      loop.addHandler(c.fd, wrap((fd) => { loop.removeHandler(fd); outside() }), IOLoop.READ)
    })
    runWith(new NullContext(), () => runWith(named('c'), () => loop.addTimeout(2, inA)))
    go()`
  const said = await logOf(body)
  expect(said.slice(said.indexOf('--') + 1)).toEqual([
    'enter c',
    'exit c',
    ...['enter a', 'callback', 'exit a'],
    'Exception in callback: Error: bug',
    'b got Error: bug',
    'Exception in callback: Error: bug',
    ...['enter a', 'callback', 'exit a'],
  ])
})

it('lets go of contexts one by one, in any order', async () => {
  const body = `const letGo: (() => void)[] = []
    const next = (left: number[]) => {
      log('callback')
      const first = left.shift()
      if (first === undefined) return
      letGo[first]!()
      loop.addCallback(() => next(left))
    }
    runWith(named('a'), (a) => runWith(named('b'), (b) => runWith(named('c'), (c) => {
      letGo.push(a, b, c)
      loop.addCallback(() => next([1, 0]))
    })))
    log('--')
    go()`
  const said = await logOf(body)
  const around = (...names: string[]) => [
    ...names.map((name) => `enter ${name}`),
    'callback',
    ...names.toReversed().map((name) => `exit ${name}`),
  ]
  expect(said.slice(said.indexOf('--') + 1)).toEqual([
    ...around('a', 'b', 'c'),
    ...around('a', 'c'),
    ...around('c'),
  ])
})

it('wraps a function once', async () => {
  const body = `const once = wrap(() => log('callback'))
    runWith(named('a'), () => { log(wrap(once) === once) })
    once()`
  expect(await logOf(body)).toEqual(['enter a', 'true', 'exit a', 'callback'])
})

it('does not grow while callbacks enter and deactivate one context after the other', async () => {
  const body = `let turns = 0, entered = 0
    const counting = new StackContext(() => ({ enter: () => { entered += 1 }, exit: () => false }))
    const step = () =>
      runWith(counting, (deactivate) => {
        turns += 1
        if (turns < 50) loop.addCallback(step)
        deactivate()
      })
    step()
    go()
    log(turns, entered)`
  expect(await logOf(body)).toEqual(['50 50'])
})
