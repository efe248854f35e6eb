/** A database that can't be had, however often one tries: the message says what to do about it. */
export class NotPossible extends Error {}
