/** Addresses of the web, as far as a fetch needs them. */

/** The parts of an address. */
export interface Address {
  host: string
  port: number
  /** What to ask for there: the path, and the query. */
  path: string
}

const PARTS =
  /^(\w+):\/\/(?:[^@/?#]*@)?([^:/?#]+)(?::(\d+))?([^?#]*)(\?[^#]*)?/

/** Throws an Error if it's none, or not of HTTP. */
export function parseAddress(url: string): Address {
  const [, scheme, host, port = '80', path, query = ''] =
    PARTS.exec(url) ?? []
  if (scheme !== 'http' || host === undefined)
    throw new Error(`Unsupported url scheme: ${url}`)
  return { host, port: Number(port), path: (path || '/') + query }
}

/** Where a reference leads that was found at `url`. */
export function join(url: string, reference: string): string {
  if (/^\w+:/.test(reference)) return reference
  const [, site = '', path = ''] =
    /^(\w+:\/\/[^/?#]*)([^?#]*)/.exec(url) ?? []
  if (reference.startsWith('/')) return site + reference
  return site + path.slice(0, path.lastIndexOf('/') + 1) + reference
}
