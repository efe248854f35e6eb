/** The form of highlighted code that the style sheets expect, whoever made it. */

/** The highlighter's HTML without its own background, tab stop and line breaks: a line is a block here. */
export function tidyHighlighted(html: string): string {
  return html
    .replace(/^<pre[^>]*>/, '<pre class="shiki">')
    .replace(/<\/span>\n<span class="line">/g, '</span><span class="line">')
}
