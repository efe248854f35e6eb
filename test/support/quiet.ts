/** Anything a test writes to the console without having said so fails that test. */
import { afterEach, beforeEach, expect, vi } from 'vitest'

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const

beforeEach(() => {
  for (const method of METHODS) vi.spyOn(console, method).mockImplementation(() => undefined)
})

afterEach(() => {
  const said = METHODS.flatMap((method) =>
    // biome-ignore lint/suspicious/noConsole: what is watched here has to be named
    vi.mocked(console[method]).mock.calls.map((words) => [method, ...words]),
  )
  vi.restoreAllMocks()
  expect(said, 'unexpected console output').toEqual([])
})
