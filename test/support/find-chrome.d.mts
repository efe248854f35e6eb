/** The path of a Chrome or Chromium: a variable's, else one in the usual places. Undefined if there's none; throws if a variable points at nothing. */
export function findChrome(
  env?: Record<string, string | undefined>,
  platform?: string,
  exists?: (path: string) => boolean,
): string | undefined
/** As findChrome, but has Debian install its chromium if this is Debian and we may. Throws, saying what to install, if there's still none. */
export function findOrInstallChrome(): string
