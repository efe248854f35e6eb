/**
 * The part of a program that fits on a slide. A program may mark it with `//#region show` and
 * `//#endregion`; what stands around it still runs, so a line on the slide is a line of the program.
 */

/** A program in three pieces; joined again they are the program, byte for byte. */
export interface Region {
  before: string
  shown: string
  after: string
  /** Line of the program, from 1, at which `shown` begins. */
  firstLine: number
}

const BEGIN = /^[ \t]*\/\/\s*#region show[ \t]*$/
const END = /^[ \t]*\/\/\s*#endregion[ \t]*$/

/** Splits a program at its marks; without a complete pair of marks all of it is shown. */
export function splitRegion(source: string): Region {
  const lines = source.split('\n')
  const begin = lines.findIndex((line) => BEGIN.test(line))
  const end = lines.findIndex((line, index) => index > begin && END.test(line))
  if (begin < 0 || end <= begin + 1) return { before: '', shown: source, after: '', firstLine: 1 }
  return {
    before: `${lines.slice(0, begin + 1).join('\n')}\n`,
    shown: lines.slice(begin + 1, end).join('\n'),
    after: `\n${lines.slice(end).join('\n')}`,
    firstLine: begin + 2,
  }
}

/** The program again, with `shown` in place of what was shown before. */
export function joinRegion(region: Region, shown: string): string {
  return region.before + shown + region.after
}

/** Whether a line of the program is on the slide. */
export function isShown(region: Region, line: number): boolean {
  const last = region.firstLine + region.shown.split('\n').length - 1
  return line >= region.firstLine && line <= last
}
