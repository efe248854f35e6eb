/** `npm run bench`: how fast it is here, against the budgets that the project has set itself. */
import { writeFile } from 'node:fs/promises'
import { benchUsage, parseBenchOptions } from './bench/bench-options.ts'
import { databaseCpu } from './bench/database-cpu.ts'
import { databaseStart } from './bench/database-start.ts'
import { type Figure, median, type Section, verdict } from './bench/figures.ts'
import { greenletSwitch } from './bench/greenlet-switch.ts'
import { longPolls } from './bench/long-polls.ts'
import { describeMachine, type Machine, machineText } from './bench/machine.ts'
import { machineStarts } from './bench/machines.ts'
import { parkedBytes } from './bench/parked-bytes.ts'
import { recording } from './bench/recording.ts'
import { closeRig, openRig, type Rig } from './bench/rig.ts'
import { serving } from './bench/serving.ts'
import { sizes } from './bench/sizes.ts'
import { stopping } from './bench/stopping.ts'
import { systemCallTimes } from './bench/system-calls.ts'
import { table } from './bench/table.ts'
import { throughput } from './bench/throughput.ts'
import { waitingMemory } from './bench/waiting-memory.ts'
import { giveUp } from './give-up.ts'

type Measure = (rig: Rig) => Promise<Figure[]>

/** In this order: machines come first, as long as nothing is warm. */
const SECTIONS: Record<string, { title: string; measure: Measure }> = {
  machines: { title: 'From text to machine', measure: machineStarts },
  serving: { title: 'Run pressed until the guest serves', measure: serving },
  calls: { title: 'System call, there and back', measure: systemCallTimes },
  recording: { title: 'Recording', measure: recording },
  stopping: { title: 'Stop until dead', measure: stopping },
  switches: { title: 'Switch of greenlets', measure: greenletSwitch },
  memory: { title: 'Guest memory a waiting request', measure: waitingMemory },
  parked: { title: 'Guest memory to remember where one stands', measure: parkedBytes },
  polls: { title: 'Long polls that wait for one message', measure: longPolls },
  throughput: { title: 'Requests per second, no latency, 64 clients', measure: throughput },
  database: { title: 'CPU of our database for a command', measure: databaseCpu },
  start: { title: 'Our database, until its first answer', measure: databaseStart },
  sizes: { title: 'Sizes, gzip', measure: sizes },
}

async function main(words: string[]): Promise<void> {
  if (words.includes('--help')) return print(benchUsage(Object.keys(SECTIONS)))
  const { json, only, seconds, peers } = parseBenchOptions(words, Object.keys(SECTIONS))
  const machine = describeMachine()
  const rig = await openRig({ bundle: new URL(import.meta.url), seconds, peers })
  const sections: Section[] = []
  try {
    print(machineText(machine, rig.database.backend))
    for (const [name, { title, measure }] of Object.entries(SECTIONS)) {
      if (only.length > 0 && !only.includes(name)) continue
      const section = { name, title, figures: await measure(rig) }
      sections.push(section)
      print(table(section))
    }
  } finally {
    await closeRig(rig)
  }
  if (json !== undefined) await writeFile(json, report(machine, rig.database.backend, sections))
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`)
}

/** The figures for programs: every value, its median, and how it stands to its budget. */
function report(machine: Machine, database: string, sections: readonly Section[]): string {
  const judged = sections.map((section) => ({ ...section, figures: section.figures.map(judge) }))
  return `${JSON.stringify({ machine: { ...machine, database }, sections: judged }, undefined, 2)}\n`
}

function judge(figure: Figure): object {
  const { values, budget } = figure
  if (values.length === 0) return { ...figure, verdict: 'not measured' }
  const middle = median(values)
  return { ...figure, median: middle, ...(budget ? { verdict: verdict(middle, budget) } : {}) }
}

await main(process.argv.slice(2)).catch(giveUp)
