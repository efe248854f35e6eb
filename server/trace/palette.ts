/**
 * The colours and textures of the five states. Chosen so that any two differ for every kind of colour
 * vision and in grey print (a test checks it); each state also has a texture and a glyph.
 */
import type { State } from './model.ts'

/** How a state looks. `mark` draws its texture and its outline. */
export interface Look {
  fill: string
  mark: string
  /** Of text on it. */
  text: string
}

/** A set of colours for one background. */
export interface Palette {
  states: Record<State, Look>
  background: string
  ink: string
  faintInk: string
  /** Of ticks, tracks and rules. */
  rule: string
  warning: string
}

/** What a state is called on screen, its sign where there's no colour, and its texture. */
export const LEGEND: Record<
  State,
  { name: string; glyph: string; texture: 'solid' | 'hatch' | 'dots' | 'empty' | 'bar' }
> = {
  running: { name: 'running', glyph: '▶', texture: 'solid' },
  turn: { name: 'waiting for its turn', glyph: '▲', texture: 'hatch' },
  answer: { name: 'waiting for an answer', glyph: '…', texture: 'dots' },
  idle: { name: 'idle', glyph: '–', texture: 'empty' },
  switch: { name: 'switching', glyph: '✕', texture: 'bar' },
}

/** By the background they stand on: slides are dark, print is light. */
export const PALETTES: Record<'light' | 'dark', Palette> = {
  light: {
    states: {
      running: { fill: '#004880', mark: '#004880', text: '#FFFFFF' },
      turn: { fill: '#BC4F00', mark: '#7A3300', text: '#FFFFFF' },
      answer: { fill: '#F2BC45', mark: '#8A6100', text: '#000000' },
      idle: { fill: '#F4F5F7', mark: '#7A828E', text: '#4B525C' },
      switch: { fill: '#0C0F13', mark: '#0C0F13', text: '#FFFFFF' },
    },
    background: '#FFFFFF',
    ink: '#14181D',
    faintInk: '#4B525C',
    rule: '#D5D9DF',
    warning: '#A3102B',
  },
  dark: {
    states: {
      running: { fill: '#75C2FE', mark: '#75C2FE', text: '#000000' },
      turn: { fill: '#D27B39', mark: '#8C4A15', text: '#000000' },
      answer: { fill: '#5F4C15', mark: '#C9A227', text: '#FFF3CF' },
      idle: { fill: '#1D2025', mark: '#7A828E', text: '#AEB6C1' },
      switch: { fill: '#F8F9FB', mark: '#F8F9FB', text: '#000000' },
    },
    background: '#12151A',
    ink: '#F1F3F6',
    faintInk: '#AEB6C1',
    rule: '#343A43',
    warning: '#FF8FA0',
  },
}
