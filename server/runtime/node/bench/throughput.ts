/** Requests per second, by style, over real TCP and with the real database, beside servers that others have made. */

import { demoNamed } from '../../../demos.ts'
import { STYLES, type Style } from '../../../run.ts'
import { at, type Figure, median } from './figures.ts'
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

/** Measures all programs and all peers, in one go, so that they can be compared. */
export async function throughput(rig: Rig): Promise<Figure[]> {
  const paths = demoNamed('find-team')!.paths
  const tornado = await tornadoPeer(rig.peers)
  const trivial = tornado instanceof Error ? tornado : await peerRate(tornado, ['/'], rig)
  const node = await peerRate(await nodePeer(rig), paths, rig)
  const figures = [
    rateFigure('node http + npm mongodb', node, 'find-team, in a process of its own'),
    trivial instanceof Error ? missing(trivial) : rateFigure('Tornado 6.2, hello', trivial),
  ]
  for (const style of STYLES) figures.push(...(await findTeam(style, node, rig)))
  for (const [style, source] of Object.entries(HELLO)) {
    figures.push(...(await hello(style as Style, source, trivial, rig)))
  }
  return figures
}

async function findTeam(style: Style, node: number[], rig: Rig): Promise<Figure[]> {
  const rates = await programRate(style, {}, rig)
  const clients = clientsOf(style)
  return [
    rateFigure(`find-team ${style}`, rates, clients === CLIENTS ? undefined : `${clients} clients`),
    { what: `  … to node + mongodb`, unit: 'x', values: [median(rates) / median(node)] },
  ]
}

/** The budget is set against a handler that does nothing. */
async function hello(style: Style, source: string, tornado: number[] | Error, rig: Rig): Promise<Figure[]> {
  const rates = await programRate(style, { source, paths: ['/'] }, rig)
  const ratios = tornado instanceof Error ? [] : [median(rates) / median(tornado)]
  const budget = at.least(style === 'greenlets' ? 1.4 : 1.5)
  const note = tornado instanceof Error ? { note: tornado.message } : {}
  return [
    rateFigure(`hello ${style}`, rates),
    { what: `  … to Tornado 6.2, hello`, unit: 'x', values: ratios, budget, ...note },
  ]
}

/** Warms up, finds out how many requests fill the time, and measures. */
async function programRate(
  style: Style,
  changes: { source?: string; paths?: string[] },
  { runner, seconds }: Rig,
): Promise<number[]> {
  const clients = clientsOf(style)
  const measure = async (requests: number) => {
    const events = await traceOf(runner, requestFor(style, { ...changes, clients, requests }))
    assertEnded(events, 'answered')
    return rateOf(events)
  }
  const first = await measure(WARM_UP)
  const requests = requestsFor(first, clients, seconds)
  const rates: number[] = []
  for (let count = 0; count < REPETITIONS; count += 1) rates.push(await measure(requests))
  return rates
}

async function peerRate(peer: Peer, paths: string[], { seconds }: Rig): Promise<number[]> {
  try {
    const first = await peer.rate({ clients: CLIENTS, requests: WARM_UP, paths })
    const requests = requestsFor(first, CLIENTS, seconds)
    const rates: number[] = []
    for (let count = 0; count < REPETITIONS; count += 1) {
      rates.push(await peer.rate({ clients: CLIENTS, requests, paths }))
    }
    return rates
  } finally {
    await peer.close()
  }
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

function missing({ message }: Error): Figure {
  return { what: 'Tornado 6.2, hello', unit: 'requests/s', values: [], note: message }
}
