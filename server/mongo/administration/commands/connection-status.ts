/** `connectionStatus`: who is logged in on this connection? Nobody. */
import { flagArgument } from '../../arguments.ts'
import type { Call, Command } from '../../command.ts'

export default {
  names: ['connectionStatus'],
  fields: { showPrivileges: 'flag' },
  run: (call: Call) => ({
    authInfo: {
      authenticatedUsers: [],
      authenticatedUserRoles: [],
      ...(flagArgument(call, 'showPrivileges', false) && { authenticatedUserPrivileges: [] }),
    },
  }),
} satisfies Command
