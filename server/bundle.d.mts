/** The names of the entries that can be started or run as a worker: `start-main`, `guest-worker`, … */
export function entryNames(): Promise<string[]>
/** The folder with the bundled entries, made now if the sources have changed. Throws if they can't be bundled. */
export function bundle(): Promise<string>
