/**
 * A process whose only run is its first one: nothing compiled, nothing warm. Its server has been up for a
 * moment, as it has when somebody presses Run.
 */
import type { Style } from '../../run.ts'
import { requestFor, rest } from './bench/rig.ts'
import { servingTime } from './bench/serving.ts'
import { nodeRunner } from './run-node.ts'
import { warmCompiler } from './warm-compiler.ts'

const [host = '', port = '', style = ''] = process.argv.slice(2)
const runner = nodeRunner(new URL(import.meta.url), Promise.resolve({ host, port: Number(port) }))
await warmCompiler()
await rest(700)
const time = await servingTime(runner, requestFor(style as Style))
await runner.close()
process.send?.(time, () => process.exit())
