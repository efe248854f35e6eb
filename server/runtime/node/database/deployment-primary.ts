/** Which server of a deployment takes writes, as the driver finds out, and when none does any more. */
import { connect } from 'node:net'
import type { MongoClient, TopologyDescription } from 'mongodb'

const WRITABLE: readonly string[] = ['Standalone', 'RSPrimary', 'Mongos']

export interface Primary {
  /** Where it is now, or was last. Throws if there never was one. */
  address(): { host: string; port: number }
  /** A connection to it was closed: it may be gone, which the driver would notice some seconds later. */
  look(): void
  /** Has `fn` called when there's none any more. */
  onLost(fn: () => void): void
  stop(): void
}

/** Follows what the client learns, from before it connects on. */
export function followPrimary(client: MongoClient): Primary {
  let address: { host: string; port: number } | undefined
  let last = address
  let lost = () => {}
  const follow = ({ newDescription }: { newDescription: TopologyDescription }) => {
    const servers = [...newDescription.servers.values()]
    const primary = servers.find(({ type }) => WRITABLE.includes(type))
    const had = address
    address = primary && { host: primary.host, port: primary.port }
    last = address ?? last
    if (had && !address) lost()
  }
  client.on('topologyDescriptionChanged', follow)
  return {
    address: () => {
      if (last) return last
      throw new Error('none of its servers takes writes')
    },
    look: () => {
      if (!address) return
      const probe = connect(address, () => probe.destroy())
      probe.on('error', () => lost())
    },
    onLost: (fn) => {
      lost = fn
      if (!address) fn()
    },
    stop: () => {
      lost = () => {}
      client.off('topologyDescriptionChanged', follow)
    },
  }
}
