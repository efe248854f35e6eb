/** The database's commands as stretches of time, without the rest of a model: figures and graphs count these. */
import type { CommandWait, TraceEvent } from '../kernel/events.ts'

/** One command; times are µs, undefined where they haven't come. */
export interface CommandTimes {
  request: number
  label: string
  setup: boolean
  queued: number
  waits?: CommandWait
  started?: number
  served?: number
  replied?: number
}

/** From a moment up to, but not with, another; µs. */
export interface Stretch {
  from: number
  to: number
}

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify', 'findandmodify'])

/** All commands of a run in the order in which they came. */
export function commandTimes(events: readonly TraceEvent[]): CommandTimes[] {
  const commands = new Map<number, CommandTimes>()
  for (const event of events) {
    const { t } = event
    if (event.kind === 'command-queued') {
      const { op, request, label, setup, waits } = event
      commands.set(op, { request, label, setup, queued: t, ...(waits && { waits }) })
    } else if (event.kind === 'command-started') Object.assign(commands.get(event.op) ?? {}, { started: t })
    else if (event.kind === 'command-served') Object.assign(commands.get(event.op) ?? {}, { served: t })
    else if (event.kind === 'command-replied') Object.assign(commands.get(event.op) ?? {}, { replied: t })
  }
  return [...commands.values()]
}

/** Whether a command changes documents. */
export function isWrite({ label }: Pick<CommandTimes, 'label'>): boolean {
  return WRITES.has(label.split(' ', 1)[0]!)
}

/** When commands waited for a lock; for those that still do, until `end`. */
export function lockWaits(commands: readonly CommandTimes[], end: number): Stretch[] {
  return commands
    .filter(({ waits }) => waits === 'lock')
    .map(({ queued, started = end }) => ({ from: queued, to: started }))
}

/** How many stretches there are at once, from each moment at which that changes; nothing changes before the first. */
export function depthOverTime(stretches: readonly Stretch[]): { t: number; depth: number }[] {
  const changes = new Map<number, number>()
  const add = (t: number, change: number) => changes.set(t, (changes.get(t) ?? 0) + change)
  for (const { from, to } of stretches) {
    add(from, 1)
    add(to, -1)
  }
  let depth = 0
  return [...changes]
    .filter(([, change]) => change !== 0)
    .sort(([a], [b]) => a - b)
    .map(([t, change]) => {
      depth += change
      return { t, depth }
    })
}
