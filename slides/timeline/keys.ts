/** What keys do in the player. They're its own only while it has the focus; all others pass on. */

/** What a person can ask the player for. `by` counts events, requests, or hundredths of the run. */
export type Action =
  | { does: 'toggle' | 'skip' | 'start' | 'end' | 'unselect' | 'widen' }
  | { does: 'step' | 'scrub' | 'choose'; by: number }
  | { does: 'select'; request: number }

const ACTIONS: Record<string, Action> = {
  ' ': { does: 'toggle' },
  ',': { does: 'step', by: -1 },
  '.': { does: 'step', by: 1 },
  ArrowLeft: { does: 'scrub', by: -1 },
  ArrowRight: { does: 'scrub', by: 1 },
  ArrowUp: { does: 'choose', by: -1 },
  ArrowDown: { does: 'choose', by: 1 },
  Home: { does: 'start' },
  End: { does: 'end' },
  Enter: { does: 'skip' },
  0: { does: 'unselect' },
  w: { does: 'widen' },
}

/** The parts of a key event that count. */
export type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** What a key asks for; undefined if it isn't the player's. Shift makes arrows ten times as fast. */
export function actionOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): Action | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  if (/^[1-9]$/.test(key)) return { does: 'select', request: Number(key) }
  const action = ACTIONS[key]
  return action?.does === 'scrub' && shiftKey ? { ...action, by: action.by * 10 } : action
}
