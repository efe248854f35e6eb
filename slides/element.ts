/** Making elements from script without ever parsing text as HTML. */

/** Attributes as strings; `true` is present and empty, `false` and `undefined` absent. */
export type Attributes = Record<string, string | boolean | undefined>

/** A new element with attributes and children; strings become text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '')
    else if (typeof value === 'string') made.setAttribute(key, value)
  }
  made.append(...children)
  return made
}

/** A button with its words, the name that tests find it by, and what a press does. */
export function button(words: string, name: string, press: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: name, 'data-test': name }, words)
  made.addEventListener('click', press)
  return made
}
