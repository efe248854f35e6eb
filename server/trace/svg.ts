/** A scene as SVG text: for the screen, for print and for files. Colours, textures and signs come from the palette. */
import { STATES, type State } from './model.ts'
import { LEGEND, PALETTES, type Palette } from './palette.ts'
import type { Box, Group, Primitive, Rule, Scene, Words } from './scene.ts'

/** How a scene is painted. */
export interface SvgOptions {
  /** Default dark. */
  theme?: 'light' | 'dark'
  /** What the picture shows, for those who can't see it. */
  title: string
  /** Begins every id in it; different for each picture on a page. Default `timeline`. */
  id?: string
  /** Paints the background, for a file that stands alone. Default false. */
  background?: boolean
}

const FONT = "'Source Sans 3','Source Sans Pro',system-ui,sans-serif"

/** The SVG element of a scene. */
export function svg(scene: Scene, options: SvgOptions): string {
  const { theme = 'dark', title, id = 'timeline', background = false } = options
  const palette = PALETTES[theme]
  const size = `width="${round(scene.width)}" height="${round(scene.height)}" viewBox="0 0 ${round(scene.width)} ${round(scene.height)}"`
  const paint = { palette, id: escapeText(id) }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="${paint.id}-title" font-family="${FONT}">`,
    `<title id="${paint.id}-title">${escapeText(title)}</title>`,
    `<defs>${patterns(paint)}</defs>`,
    ...(background ? [`<rect width="100%" height="100%" fill="${palette.background}"/>`] : []),
    ...scene.groups.map((group) => paintGroup(group, paint)),
    '</svg>\n',
  ].join('\n')
}

interface Paint {
  palette: Palette
  id: string
}

function patterns({ palette, id }: Paint): string {
  return STATES.map((state) => {
    const { fill, mark } = palette.states[state]
    const texture = LEGEND[state].texture
    if (texture === 'hatch')
      return pattern(
        `${id}-${state}`,
        6,
        fill,
        `<path d="M-1 1L1-1M-1 7L7-1M5 7L7 5" stroke="${mark}" stroke-width="1.6"/>`,
      )
    if (texture === 'dots')
      return pattern(
        `${id}-${state}`,
        6,
        fill,
        `<circle cx="1.5" cy="1.5" r="0.9" fill="${mark}"/><circle cx="4.5" cy="4.5" r="0.9" fill="${mark}"/>`,
      )
    return ''
  }).join('')
}

function pattern(id: string, size: number, fill: string, drawing: string): string {
  return `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse"><rect width="${size}" height="${size}" fill="${fill}"/>${drawing}</pattern>`
}

function paintGroup(group: Group, paint: Paint): string {
  const lane = group.lane === undefined ? '' : ` data-lane="${escapeText(group.lane)}"`
  return `<g${lane}>\n${group.children.map((child) => `${paintOne(child, paint)}\n`).join('')}</g>`
}

function paintOne(primitive: Primitive, paint: Paint): string {
  switch (primitive.kind) {
    case 'group':
      return paintGroup(primitive, paint)
    case 'rect':
      return paintBox(primitive, paint)
    case 'line':
      return paintRule(primitive, paint)
    case 'text':
      return paintWords(primitive, paint)
  }
}

function paintBox({ role, x, y, width, height, state, request, span }: Box, { palette, id }: Paint): string {
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`
  if (role === 'track' || !state) return `<rect ${place} fill="${palette.rule}"/>`
  const data =
    role === 'span' ? ` data-state="${state}" data-request="${request ?? 0}" data-span="${span ?? 0}"` : ''
  return `<rect ${place}${corner(width, height)} fill="${fillOf(state, palette, id)}"${outline(state, width, height, palette)}${data}/>`
}

function corner(width: number, height: number): string {
  return width > 6 && height > 6 ? ' rx="2"' : ''
}

function fillOf(state: State, palette: Palette, id: string): string {
  const textured = LEGEND[state].texture === 'hatch' || LEGEND[state].texture === 'dots'
  return textured ? `url(#${id}-${state})` : palette.states[state].fill
}

/** Amber and idle are too close to the background without one. */
function outline(state: State, width: number, height: number, palette: Palette): string {
  if ((state !== 'answer' && state !== 'idle') || width < 3 || height < 3) return ''
  return ` stroke="${palette.states[state].mark}"`
}

function paintRule({ role, x1, y1, x2, y2 }: Rule, { palette }: Paint): string {
  const colour = role === 'warning' ? palette.warning : palette.rule
  const dashes = role === 'tick' ? ' stroke-dasharray="1 3"' : ''
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}"${dashes}/>`
}

function paintWords(words: Words, { palette }: Paint): string {
  const { x, y, size, anchor, text } = words
  const place = `x="${round(x)}" y="${round(y + size * 0.35)}" font-size="${round(size)}"`
  const middle = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  return `<text ${place}${middle}${ink(words, palette)}>${escapeText(text)}</text>`
}

function ink({ role, state, anchor }: Words, palette: Palette): string {
  const bold =
    role === 'number' || role === 'heading' || (role === 'span' && state === 'running' && anchor === 'middle')
      ? ' font-weight="700"'
      : ''
  if (role === 'span' && state) {
    const { fill, text } = palette.states[state]
    // Text keeps clear of the texture below it.
    const halo =
      state === 'running'
        ? ''
        : ` stroke="${fill}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`
    return ` fill="${text}"${halo}${bold} pointer-events="none"`
  }
  if (role === 'warning') return ` fill="${palette.warning}" font-weight="700"`
  // The result stands on the lane's track.
  const clear =
    role === 'result' ? ` stroke="${palette.background}" stroke-width="4" paint-order="stroke"` : ''
  const strong = role === 'number' || role === 'lane' || role === 'result' || role === 'legend'
  return ` fill="${strong ? palette.ink : palette.faintInk}"${bold}${clear}`
}

/** Two decimals are finer than any screen. */
function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function escapeText(text: string): string {
  const printable = [...text]
    .filter((character) => character >= ' ' && !/\p{Cs}|[\uFFFE\uFFFF]/u.test(character))
    .join('')
  return printable.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
