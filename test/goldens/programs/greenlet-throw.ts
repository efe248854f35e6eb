/** The scenarios recorded from greenlet 2.0.2 about throwing into a greenlet. */
import { Greenlet, GreenletExit, getcurrent } from 'greenlet'
import { log, ValueError } from './prelude.ts'

const throwIntoSuspended = () => {
  const top = getcurrent()
  const g = new Greenlet(() => {
    try {
      top.switch('ready')
    } catch (error) {
      log(['inside', (error as Error).message])
      return 'handled'
    }
    return undefined
  })
  log(g.switch())
  log(g.throw(new ValueError('v')))
}

const throwUncaughtReturnsToParent = () => {
  const top = getcurrent()
  const g = new Greenlet(() => top.switch('ready'))
  g.switch()
  try {
    g.throw(new ValueError('v'))
  } catch (error) {
    log(['main caught', (error as Error).message, 'dead', g.dead])
  }
}

const nameOf = (value: unknown): string => (value as Error).name

const throwDefault = () => {
  const top = getcurrent()
  const g = new Greenlet(() => top.switch('ready'))
  g.switch()
  const r = g.throw()
  log([nameOf(r), 'dead', g.dead])
}

const exitCanBeCaught = () => {
  const top = getcurrent()
  const g = new Greenlet(() => {
    try {
      top.switch()
    } catch (error) {
      if (!(error instanceof GreenletExit)) throw error
      log('cleanup')
      top.switch('still alive')
      return 'end'
    }
    return undefined
  })
  g.switch()
  log(g.throw())
  log(['dead', g.dead])
  log(g.switch())
}

const throwIntoUnstarted = () => {
  const ran: number[] = []
  const g = new Greenlet(() => ran.push(1))
  try {
    g.throw(new ValueError('early'))
  } catch {
    log(['raised in parent', 'ran', ran, 'dead', g.dead])
  }
}

const throwExitIntoUnstarted = () => {
  const g = new Greenlet(() => 1)
  const r = g.throw()
  log([nameOf(r), 'dead', g.dead])
}

// JavaScript doesn't say when it collects what nobody needs: kill() stands for `del g; gc.collect()`.
const collectedGetsExit = () => {
  const top = getcurrent()
  const g = new Greenlet(() => {
    try {
      top.switch()
    } catch (error) {
      if (error instanceof GreenletExit) log('GreenletExit on garbage collection')
      throw error
    }
  })
  g.switch()
  g.kill()
  log('main goes on')
}

const finallyRunsOnKill = () => {
  const top = getcurrent()
  const g = new Greenlet(() => {
    try {
      top.switch()
    } finally {
      log('finally')
    }
  })
  g.switch()
  g.throw()
}

const SCENARIOS: Record<string, () => void> = {
  throw_into_suspended: throwIntoSuspended,
  throw_uncaught_returns_to_parent: throwUncaughtReturnsToParent,
  throw_default_is_GreenletExit_returned: throwDefault,
  GreenletExit_can_be_caught: exitCanBeCaught,
  throw_into_unstarted_kills_it: throwIntoUnstarted,
  throw_GreenletExit_into_unstarted: throwExitIntoUnstarted,
  collected_gets_GreenletExit: collectedGetsExit,
  finally_runs_on_kill: finallyRunsOnKill,
}

export function scenario(name: string): void {
  SCENARIOS[name]!()
}
