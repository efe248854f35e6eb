/** The engine's WebAssembly, compiled once a process; guests' threads are handed the compiled module. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

let engine: WebAssembly.Module | undefined

/** Reads and compiles the engine at the first call. */
export function wasmEngine(): WebAssembly.Module {
  engine ??= new WebAssembly.Module(
    readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm')),
  )
  return engine
}
