/** Compares with a file under test/golden, exactly; UPDATE_GOLDENS=1 writes it instead. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

const FOLDER = new URL('../golden/', import.meta.url)

export function expectGolden(name: string, text: string): void {
  const file = new URL(name, FOLDER)
  const { UPDATE_GOLDENS } = process.env
  if (UPDATE_GOLDENS) writeFileSync(file, text)
  expect(text).toBe(readFileSync(file, 'utf8'))
}
