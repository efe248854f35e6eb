/** The engine's WebAssembly, compiled once a process; workers get the compiled module. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

let engine: WebAssembly.Module | undefined

export function wasmEngine(): WebAssembly.Module {
  engine ??= new WebAssembly.Module(
    readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm')),
  )
  return engine
}
