/** Keeps what a connection string says about its user out of everything that people get to see. */

const VEIL = '***'
/** Shorter pieces are hidden as whole words only, or they would turn up in every other word. */
const LONG = 4

/** Makes what hides the credentials of `uri`, as written and as meant, in a text. */
export function redactor(uri: string): (text: string) => string {
  const secrets = secretsOf(uri).flatMap((secret) => [
    secret,
    decoded(secret),
    encodeURIComponent(decoded(secret)),
  ])
  const unique = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length)
  const hidden = unique.map((secret) => {
    const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return secret.length < LONG ? `(?<!\\w)${literal}(?!\\w)` : literal
  })
  const pattern = hidden.length > 0 ? new RegExp(hidden.join('|'), 'g') : undefined
  return (text) => {
    const bare = text.replaceAll(uri, VEIL).replace(/(mongodb(?:\+srv)?:\/\/)[^\s"']*@/g, `$1${VEIL}@`)
    return pattern ? bare.replace(pattern, VEIL) : bare
  }
}

/** Everything before the last `@`, whole and in pieces, and the options that hold secrets. */
function secretsOf(uri: string): string[] {
  const rest = uri.replace(/^[^:]*:\/\//, '')
  const user = rest.slice(0, Math.max(0, rest.lastIndexOf('@')))
  const options = [...rest.matchAll(/[?&][^=&]*(?:password|token|secret)[^=&]*=([^&]*)/gi)].map(
    ([, value]) => value!,
  )
  const properties = [...rest.matchAll(/AWS_SESSION_TOKEN:([^&,]*)/gi)].map(([, value]) => value!)
  return [user, ...user.split(/[:@/?#]/), ...options, ...properties]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
