/** How much text fits: nothing here can measure fonts, so these are careful guesses. */

/** Width of a character for each px of its size, in a wide font. */
const CHARACTER = 0.58

/** The width of the text, px, about. */
export function textWidth(text: string, size: number): number {
  return text.length * size * CHARACTER
}

/** The text, or its beginning and `…`, in so much room (px); empty if that would say nothing. */
export function fitText(text: string, room: number, size: number): string {
  const most = Math.floor(room / (size * CHARACTER))
  if (text.length <= most) return text
  return most < 5 ? '' : `${text.slice(0, most - 1).trimEnd()}…`
}

/** The size of text in a row of that height: 16 px for projectors, never below 11. */
export function textSize(rowHeight: number): number {
  return Math.min(16, Math.max(11, Math.round(rowHeight * 0.6)))
}

/** A name in so much room (px); its number at the end is kept, since that's what tells names apart. */
export function fitName(name: string, room: number, size: number): string {
  const number = /\s?\d+$/.exec(name)?.[0] ?? ''
  const words = name.slice(0, name.length - number.length)
  if (number === '' || textWidth(name, size) <= room) return fitText(name, room, size)
  return fitText(words, room - textWidth(number, size), size) + number
}
