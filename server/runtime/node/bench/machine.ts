/** Where the figures come from: without it they mean nothing. */
import { cpus, loadavg } from 'node:os'

export interface Machine {
  node: string
  cores: number
  cpu: string
  /** Average number of processes that wanted a core in the last minute, when the benchmark began. */
  load: number
  /** What other work on the machine does to the figures. */
  caution: string
}

/** What the benchmark runs on. */
export function describeMachine(): Machine {
  const all = cpus()
  const [load = 0] = loadavg()
  return {
    node: process.version,
    cores: all.length,
    cpu: all[0]?.model ?? 'unknown',
    load: Math.round(load * 100) / 100,
    caution:
      'load generator, kernel, guest and database share these cores, and so does whatever else runs here: read ratios, not absolute figures',
  }
}

/** The head of the report. */
export function machineText({ node, cores, cpu, load, caution }: Machine, database: string): string {
  return `node ${node} · ${cores} cores (${cpu}) · load ${load} · ${database}\n${caution}`
}
