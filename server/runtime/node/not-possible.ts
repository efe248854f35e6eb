/** A database that can't be had, and that it's no use to try for again at once: the message says why. */
export class NotPossible extends Error {}
