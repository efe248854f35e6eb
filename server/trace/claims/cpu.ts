/** Claims about what waiting and working cost: the CPU's time, and memory. */
import type { Claim } from '../claim.ts'
import type { Statistics } from '../statistics.ts'

/** The cores it used were busy with the program for more than this share (0..1) of the time. */
export function cpuBusyOver(share: number): Claim {
  return {
    name: 'cpuBusyOver',
    sentence: `The CPU is busy over ${percent(share)} of the time.`,
    binds: 'virtual time',
    check: (run) => run.cpu_busy > share || busy(run),
  }
}

/** The cores it used were busy with the program for less than this share (0..1) of the time. */
export function cpuBusyUnder(share: number): Claim {
  return {
    name: 'cpuBusyUnder',
    sentence: `The CPU is idle over ${percent(1 - share)} of the time.`,
    binds: 'virtual time',
    check: (run) => run.cpu_busy < share || busy(run),
  }
}

/** At some moment so many cores were busy with the program, and never more. */
export function coresBusy(number: number): Claim {
  return {
    name: 'coresBusy',
    sentence: number === 1 ? 'Only one core is ever busy.' : `Up to ${number} cores are busy at once.`,
    binds: 'virtual time',
    check: (run) => run.cores_busy_max === number || `${run.cores_busy_max} at once`,
  }
}

/** Each waiting request added less than so many bytes to the guest's memory, and something. */
export function bytesPerWaitingUnder(limit: number): Claim {
  return {
    name: 'bytesPerWaitingUnder',
    sentence: `A waiting request takes under ${limit} bytes.`,
    binds: 'virtual time',
    check: ({ bytes_per_waiting_request: bytes }) => {
      if (bytes === 0) return 'what a waiting request takes isn’t known'
      return bytes < limit || `it took ${bytes} bytes`
    },
  }
}

function busy(run: Statistics): string {
  return `it was busy ${percent(run.cpu_busy)} of the time`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
