/** Compiles what a request asks to run, and knows the way back from its places to those the author sees. */
import type { Position, TraceEvent } from './kernel/events.ts'
import { LIBRARY } from './library.ts'
import type { RunRequest } from './run.ts'
import { type CompiledProgram, compile } from './sandbox/compile.ts'
import { CompileError } from './sandbox/compile-error.ts'

/** A program ready to run; `place` puts an event's place where the author of the program sees it. */
export interface Prepared {
  program: CompiledProgram
  place: (event: TraceEvent) => TraceEvent
}

/** Why a program can't run, and where. */
export interface Refused {
  message: string
  at: Position
}

const TOO_DEEP = 'the program is nested too deeply to be read'

/** `suspending`: system calls suspend their thread, as threads in virtual time need it. */
export function compileRequest(
  { source, style }: Pick<RunRequest, 'source' | 'style'>,
  suspending: boolean,
): Prepared | Refused {
  try {
    const { program, column } = compile({ source, style, suspending, library: LIBRARY })
    return { program, place: (event) => placed(event, program.file, column) }
  } catch (error) {
    // The parser calls itself for each level of brackets.
    if (error instanceof RangeError)
      return { message: TOO_DEEP, at: { file: `${style}.ts`, line: 1, column: 1 } }
    if (!(error instanceof CompileError)) throw error
    const { message, hint, file, line, column } = error
    return { message: hint === undefined ? message : `${message}: ${hint}`, at: { file, line, column } }
  }
}

function placed(
  event: TraceEvent,
  file: string,
  column: (line: number, column: number) => number,
): TraceEvent {
  if (!('at' in event) || event.at?.file !== file) return event
  return { ...event, at: { ...event.at, column: column(event.at.line, event.at.column) } }
}
