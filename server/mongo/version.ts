/** The version of MongoDB that our own server announces, wherever it runs: the one whose behaviour it follows. */
export const MONGOD_VERSION = '7.0.14'
