/** How much text fits: nothing here can measure fonts, so these are careful guesses. */

/** Width of a character for each px of its size, in a font rather wider than the slides'. */
const CHARACTER = 0.54

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

/** The size of text in a row of that height: 15 px from a height of 20 on, never below 11 or above 16. */
export function textSize(rowHeight: number): number {
  return Math.min(16, Math.max(11, Math.round(rowHeight * 0.75)))
}

/** The size of a row's number, which is read from the back of the room. */
export function numberSize(rowHeight: number): number {
  return Math.min(20, Math.max(11, Math.round(rowHeight * 0.8)))
}

/** A name in so much room (px), or its number alone, since that's what tells names apart. */
export function fitName(name: string, room: number, size: number): string {
  const number = /\s?\d+$/.exec(name)?.[0] ?? ''
  if (number === '' || textWidth(name, size) <= room) return fitText(name, room, size)
  return number.trim()
}
