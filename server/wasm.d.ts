/** The little of WebAssembly that the adapter and the types of quickjs-wasi name. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: BufferSource)
  }
  interface Memory {
    readonly buffer: ArrayBuffer
  }
  interface Global {
    value: unknown
  }
  interface Table {
    readonly length: number
  }
  interface Instance {
    readonly exports: Record<string, unknown>
  }
  type ModuleImports = Record<string, unknown>
}
type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer
