/** Requests per second, by style, over real TCP and with the real database, beside servers that others have made. */

import { demoNamed } from '../../../demos.ts'
import { STYLES, type Style } from '../../../run.ts'
import { at, type Figure } from './figures.ts'
import { nodePeer, type Peer, tornadoPeer } from './peers.ts'
import { HELLO } from './programs.ts'
import { rateOf } from './rate.ts'
import { assertEnded, type Rig, requestFor, traceOf } from './rig.ts'

const CLIENTS = 64
/** On node each client of a program in threads style costs an OS thread. */
const THREADS = 16
const REPETITIONS = 3
/** A trace holds the events of so many requests. */
const MOST_REQUESTS = 5000
const WARM_UP = 3

/** A server to compare with, asked anew for each comparison: what else the machine does changes by the second. */
interface Yardstick {
  rate(): Promise<number>
  /** What it has been measured at so far. */
  rates: number[]
}

/** Measures all programs, each in turns with what it is compared with. */
export async function throughput(rig: Rig): Promise<Figure[]> {
  const tornado = await tornadoPeer(rig.peers)
  const node = await nodePeer(rig)
  try {
    const byNode = await yardstick(node, demoNamed('find-team')!.paths, rig)
    const byTornado = tornado instanceof Error ? tornado : await yardstick(tornado, ['/'], rig)
    const figures: Figure[] = []
    for (const style of STYLES) figures.push(...(await findTeam(style, byNode, rig)))
    for (const [style, source] of Object.entries(HELLO)) {
      figures.push(...(await hello(style as Style, source, byTornado, rig)))
    }
    return [
      ...figures,
      rateFigure('node http + npm mongodb, find-team', byNode.rates),
      tornadoFigure(byTornado),
    ]
  } finally {
    await Promise.all([node.close(), tornado instanceof Error ? undefined : tornado.close()])
  }
}

async function yardstick(peer: Peer, paths: string[], { seconds }: Rig): Promise<Yardstick> {
  const first = await peer.rate({ clients: CLIENTS, requests: WARM_UP, paths })
  const load = { clients: CLIENTS, requests: requestsFor(first, CLIENTS, seconds), paths }
  const rates: number[] = []
  const rate = async () => {
    const measured = await peer.rate(load)
    rates.push(measured)
    return measured
  }
  return { rate, rates }
}

async function findTeam(style: Style, node: Yardstick, rig: Rig): Promise<Figure[]> {
  const { rates, ratios } = await programRate(style, {}, node, rig)
  const clients = clientsOf(style)
  return [
    rateFigure(`find-team ${style}`, rates, clients === CLIENTS ? undefined : `${clients} clients`),
    { what: '  … to node http + npm mongodb', unit: 'x', values: ratios },
  ]
}

/** The budget is set against a handler that does nothing. */
async function hello(style: Style, source: string, tornado: Yardstick | Error, rig: Rig): Promise<Figure[]> {
  const missing = tornado instanceof Error
  const { rates, ratios } = await programRate(
    style,
    { source, paths: ['/'] },
    missing ? undefined : tornado,
    rig,
  )
  const budget = at.least(style === 'greenlets' ? 1.4 : 1.5)
  return [
    rateFigure(`hello ${style}`, rates),
    { what: '  … to Tornado 6.2, hello', unit: 'x', values: ratios, budget },
  ]
}

/** Warms up, finds out how many requests fill the time, and measures, in turns with the yardstick. */
async function programRate(
  style: Style,
  changes: { source?: string; paths?: string[] },
  yardstick: Yardstick | undefined,
  { runner, seconds }: Rig,
): Promise<{ rates: number[]; ratios: number[] }> {
  const clients = clientsOf(style)
  const measure = async (requests: number) => {
    const events = await traceOf(runner, requestFor(style, { ...changes, clients, requests }))
    assertEnded(events, 'answered')
    return rateOf(events)
  }
  const requests = requestsFor(await measure(WARM_UP), clients, seconds)
  const rates: number[] = []
  const ratios: number[] = []
  for (let count = 0; count < REPETITIONS; count += 1) {
    const rate = await measure(requests)
    rates.push(rate)
    if (yardstick) ratios.push(rate / (await yardstick.rate()))
  }
  return { rates, ratios }
}

/** Requests that each client sends, so that one repetition takes its share of the time. */
function requestsFor(rate: number, clients: number, seconds: number): number {
  const wanted = Math.round((rate * seconds) / REPETITIONS / clients)
  return Math.max(3, Math.min(wanted, Math.floor(MOST_REQUESTS / clients)))
}

function clientsOf(style: Style): number {
  return style === 'threads' ? THREADS : CLIENTS
}

function rateFigure(what: string, values: number[], note?: string): Figure {
  return { what, unit: 'requests/s', values, ...(note === undefined ? {} : { note }) }
}

function tornadoFigure(tornado: Yardstick | Error): Figure {
  const what = 'Tornado 6.2, hello'
  return tornado instanceof Error ? rateFigure(what, [], tornado.message) : rateFigure(what, tornado.rates)
}
