/** `getParameter` and `setParameter`: the few settings that clients ask for. */
import { TYPE } from '../../bson/bson-type.ts'
import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'

/** Settings that can be changed while the server runs, because nothing depends on them. */
const CHANGEABLE = new Set(['logLevel', 'quiet', 'transactionLifetimeLimitSeconds'])

export default {
  names: ['getParameter', 'setParameter'],
  fields: {},
  lenient: true,
  adminOnly: true,
  run: (call: Call) => (call.name === 'getParameter' ? getParameter(call) : setParameter(call)),
} satisfies Command

function getParameter(call: Call): Reply {
  const { body, services } = call
  const [first, ...rest] = body.fields
  const { value } = first!
  const all =
    value.type === TYPE.string
      ? value.text === '*'
      : value.isDocument && value.document.get('allParameters')?.boolean
  const names = new Set(rest.map(({ name }) => name))
  const found = [...services.parameters].filter(([name]) => all || names.has(name))
  if (found.length === 0) throw new CommandError(72, 'no option found to get')
  return Object.fromEntries(found)
}

function setParameter(call: Call): Reply {
  const { parameters } = call.services
  let was: Reply = {}
  let found = false
  for (const { name, value } of call.body.fields.slice(1)) {
    if (name.startsWith('$') || name === 'lsid' || name === 'comment') continue
    const old = parameters.get(name)
    if (old === undefined) {
      throw new CommandError(
        72,
        `attempted to set unrecognized parameter [${name}], use help:true to see options `,
      )
    }
    if (!CHANGEABLE.has(name)) throw new CommandError(20, `not allowed to change [${name}] at runtime`)
    was = { was: old }
    found = true
    parameters.set(name, value)
  }
  if (!found) throw new CommandError(72, 'no option found to set, use help:true to see options ')
  return was
}
