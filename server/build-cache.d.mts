/** The folder of the project, absolute. */
export const PROJECT: string
/** The names and contents of these files and folders of the project, as 16 hexadecimal digits. */
export function contentHash(paths: string[]): Promise<string>
/** A fresh, empty folder that nobody else knows, beside the cached ones so that it can be renamed into place. */
export function freshFolder(): Promise<string>
/** Gives the cached folder called `name`, and has `make(folder)` fill it first if there's none. */
export function cached(name: string, make: (folder: string) => Promise<void>): Promise<string>
