import { describe, expect, it } from 'vitest'
import { actionOf, type Key } from '../../../slides/timeline/keys.ts'

function key(name: string, held: Partial<Key> = {}): Key {
  return { key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }
}

describe('keys', () => {
  it('play, step, scrub and select', () => {
    expect(actionOf(key(' '))).toEqual({ does: 'toggle' })
    expect(actionOf(key('.'))).toEqual({ does: 'step', by: 1 })
    expect(actionOf(key('ArrowLeft'))).toEqual({ does: 'scrub', by: -1 })
    expect(actionOf(key('7'))).toEqual({ does: 'select', request: 7 })
    expect(actionOf(key('0'))).toEqual({ does: 'unselect' })
    expect(actionOf(key('w'))).toEqual({ does: 'widen' })
  })

  it('scrub ten times as far with shift', () => {
    expect(actionOf(key('ArrowRight', { shiftKey: true }))).toEqual({ does: 'scrub', by: 10 })
    expect(actionOf(key('ArrowDown', { shiftKey: true }))).toEqual({ does: 'choose', by: 1 })
  })

  it('are left to others with a modifier, so that Ctrl+Enter runs the program', () => {
    expect(actionOf(key('Enter', { ctrlKey: true }))).toBeUndefined()
    expect(actionOf(key('1', { metaKey: true }))).toBeUndefined()
    expect(actionOf(key('ArrowLeft', { altKey: true }))).toBeUndefined()
  })

  it('are left to others if the player knows no use for them', () => {
    for (const name of ['PageDown', 'Tab', 'Escape', 'n', 'f', '10'])
      expect(actionOf(key(name))).toBeUndefined()
  })
})
