/** What a client asks for about copies of its writes. There is one copy, so that most wishes are refused. */
import { TYPE } from './bson-type.ts'
import type { Call } from './command.ts'
import { badValue, CommandError } from './command-error.ts'
import { isNumber } from './modifier.ts'
import { toNumber } from './numbers.ts'

const MOST = 50

/** Throws mongod's error for a `writeConcern` that a server without copies can't fulfil. */
export function checkWriteConcern({ body }: Call): void {
  const concern = body.get('writeConcern')
  const w = concern?.isDocument ? concern.document.get('w') : undefined
  if (!w) return
  if (isNumber(w)) {
    const copies = toNumber(w)
    if (copies < 0 || copies > MOST) {
      throw new CommandError(
        9,
        `w has to be a non-negative number and not greater than ${MOST}; found: ${copies}`,
      )
    }
    if (copies > 1) throw badValue("cannot use 'w' > 1 when a host is not replicated")
    return
  }
  if (w.type === TYPE.string && w.text !== 'majority') {
    throw badValue(`cannot use non-majority 'w' mode ${w.text} when a host is not a member of a replica set`)
  }
}
