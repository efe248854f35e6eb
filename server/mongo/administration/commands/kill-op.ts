/** `killOp`: ends a command that waits. */
import { RANK } from '../../bson/bson-type.ts'
import type { Reply } from '../../bson/encode.ts'
import { toNumber } from '../../bson/numbers.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'

export default { names: ['killOp'], fields: { op: 'any' }, adminOnly: true, run: killOp } satisfies Command

/** As on mongod the answer is the same whether there is such a command or not. */
function killOp({ services, body }: Call): Reply {
  const op = body.get('op')
  if (!op) throw new CommandError(4, 'Did not provide "op" field')
  if (op.rank !== RANK.number) throw new CommandError(14, 'Expected field "op" to have numeric type')
  const id = toNumber(op)
  for (const { operation } of services.clients.values()) if (operation?.id === id) operation.killed = true
  return { info: 'attempting to kill op' }
}
