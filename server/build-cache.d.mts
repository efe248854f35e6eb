/** The folder of the project, absolute: the nearest one with a package.json, also when this module is bundled. */
export const PROJECT: string
/** The names and contents of these files and folders of the project, but for those below `except`, as 16 hexadecimal digits. */
export function contentHash(paths: string[], except?: string[]): Promise<string>
/** A fresh, empty folder that nobody else knows, beside the cached ones so that it can be renamed into place. */
export function freshFolder(): Promise<string>
/** Gives the cached folder called `name`, and has `make(folder)` fill it first if there's none. */
export function cached(name: string, make: (folder: string) => Promise<void>): Promise<string>
/** Keeps a cached folder from being pruned for as long as this process lives. */
export function keepInUse(folder: string): void
/** What went wrong in a build, for people: one message a line, without the bundler's own stack. */
export function buildMessage(error: unknown): string
