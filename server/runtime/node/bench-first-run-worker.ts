/**
 * A process whose only run is its first one: nothing compiled, nothing warm. Its server has been up for a
 * moment, as it has when somebody presses Run.
 */
import type { Style } from '../../run.ts'
import { requestFor, rest } from './bench/rig.ts'
import { servingTime } from './bench/serving.ts'
import { DemoDatabase } from './database/demo-database.ts'
import { complain } from './give-up.ts'
import { nodeRunner } from './run/run-node.ts'
import { warmCompiler } from './run/warm-compiler.ts'

const [host = '', port = '', style = ''] = process.argv.slice(2)
const bundle = new URL(import.meta.url)
// A deployment may want a login, which isn't for the command line.
const { MONGODB_URI } = process.env
const deployed = MONGODB_URI ? new DemoDatabase({ bundle, seed: [], say: complain }) : undefined
const runner = nodeRunner(bundle, deployed ?? { endpoint: async () => ({ host, port: Number(port) }) })
await deployed?.started()
await warmCompiler()
await rest(700)
const time = await servingTime(runner, requestFor(style as Style))
await Promise.all([runner.close(), deployed?.close()])
process.send?.(time, () => process.exit())
