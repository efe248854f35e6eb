/** The scenarios recorded from greenlet 2.0.2 about switching and parents. */
import { Greenlet, getcurrent, settrace } from 'greenlet'
import { keywords } from 'keywords'
import { divideByZero, KeyError, log, ZeroDivisionError } from './prelude.ts'

type Forms = { b?: number }

const startPassesArgs = () => {
  const g = new Greenlet((a: number, { b = 0 }: Forms = {}) => {
    log([a, b])
    return 'ret'
  })
  log(['bool,dead before', g.active, g.dead])
  const r = g.switch(1, keywords({ b: 2 }))
  log(['switch returned', r, 'bool,dead after', g.active, g.dead])
}

const switchValueForms = () => {
  const top = getcurrent()
  const g = new Greenlet(() => {
    for (;;) log(top.switch())
  })
  g.switch()
  g.switch()
  g.switch(1)
  g.switch(1, 2)
  g.switch(keywords({ a: 1 }))
  g.switch(1, keywords({ a: 2 }))
  g.switch(null)
}

const pingPongValues = () => {
  const a = new Greenlet((x: string) => {
    log(['a got', x])
    log(['a got', b.switch('from a')])
    return 'a done'
  })
  const b = new Greenlet((x: string) => {
    log(['b got', x])
    a.switch('from b')
    log('never')
  })
  log(['main got', a.switch('start')])
  log(['a dead', a.dead, 'b dead', b.dead])
}

const returnGoesToParent = () => {
  const c = new Greenlet(() => 'v')
  const o = new Greenlet(() => {
    c.switch()
    log('other resumed?')
  })
  log(['main got', o.switch()])
  log(['other dead', o.dead])
}

const uncaughtGoesToParent = () => {
  const g = new Greenlet(() => divideByZero())
  try {
    g.switch()
  } catch (error) {
    log(['main caught', (error as Error).message])
    log(['dead', g.dead])
  }
}

const exceptionGoesToParentNotSwitcher = () => {
  const b = new Greenlet(() => {
    throw new KeyError('k')
  })
  const m = new Greenlet(() => {
    try {
      b.switch()
    } catch {
      log('mid caught?')
    }
  })
  try {
    m.switch()
  } catch {
    log('main (the parent of bad) caught it')
  }
  log(['mid still suspended', m.active])
}

const reparent = () => {
  const p = new Greenlet((v: string) => ['parent got', v])
  const c = new Greenlet(() => 'c')
  c.parent = p
  log(c.switch())
  log(['p dead', p.dead])
}

const say = (error: unknown) => log(`${(error as Error).name}: ${(error as Error).message}`)

const mainParentCannotChange = () => {
  for (const value of [null, 42]) {
    try {
      new Greenlet(() => 0).parent = value
    } catch (error) {
      say(error)
    }
  }
  try {
    getcurrent().parent = new Greenlet(() => 0)
  } catch (error) {
    say(error)
  }
}

const switchToSelf = () => {
  log(getcurrent().switch('me'))
  const g = new Greenlet(() => log(getcurrent().switch('self')))
  g.switch()
}

const runAttributeRemoved = () => {
  const g = new Greenlet(() => log('run' in getcurrent()))
  log('run' in g)
  g.switch()
}

const traceEvents = () => {
  const events: unknown[] = []
  const top = getcurrent()
  const names = new Map([[top, 'main']])
  const name = (one: Greenlet) => names.get(one) ?? 'g'
  settrace((event, [origin, target]) => {
    events.push([event, name(origin), name(target)])
  })
  const g = new Greenlet(() => top.switch())
  names.set(g, 'g')
  g.switch()
  g.switch()
  const h = new Greenlet(() => divideByZero())
  names.set(h, 'h')
  try {
    h.switch()
  } catch (error) {
    if (!(error instanceof ZeroDivisionError)) throw error
  }
  settrace(null)
  for (const event of events) log(event)
}

const fallingOff = () => {
  const p = new Greenlet((v: string) => {
    log(['parent started with', v])
    return 'p'
  })
  const c = new Greenlet(() => 'c', p)
  log(c.switch())
}

class Gen extends Greenlet {
  [Symbol.iterator](): Iterator<unknown> {
    return this as unknown as Iterator<unknown>
  }
  next(): IteratorResult<unknown> {
    this.parent = getcurrent()
    const value = this.switch()
    return this.active ? { done: false, value } : { done: true, value }
  }
}

const generatorFromGreenlets = () => {
  const give = (value: number) => getcurrent().parent?.switch(value)
  const nested = (value: number) => give(value)
  const list: unknown[] = []
  for (const value of new Gen(() => [0, 1, 2].map((i) => nested(i)))) list.push(value)
  log(list)
}

const SCENARIOS: Record<string, () => void> = {
  start_passes_args: startPassesArgs,
  switch_value_forms: switchValueForms,
  ping_pong_values: pingPongValues,
  return_goes_to_parent_not_switcher: returnGoesToParent,
  uncaught_exception_goes_to_parent: uncaughtGoesToParent,
  exception_goes_to_parent_not_switcher: exceptionGoesToParentNotSwitcher,
  reparent,
  main_parent_cannot_change: mainParentCannotChange,
  switch_to_self: switchToSelf,
  run_attribute_removed: runAttributeRemoved,
  trace_events: traceEvents,
  falling_off_switches_to_unstarted_parent: fallingOff,
  generator_from_greenlets: generatorFromGreenlets,
}

export function scenario(name: string): void {
  SCENARIOS[name]!()
}
