import { describe, expect, it } from 'vitest'
import type { Position } from '../../server/kernel/events.ts'
import { LIBRARY } from '../../server/library.ts'
import { wasmEngine } from '../../server/runtime/node/run/wasm-engine.ts'
import { compile } from '../../server/sandbox/compile.ts'
import { Guest, type GuestEnd, type GuestHost, type Message } from '../../server/sandbox/guest.ts'
import { LIMITS, type Limits } from '../../server/sandbox/limits.ts'

interface Told {
  logs: { stream: string; text: string; request: number; at: Position | undefined }[]
  reports: [lane: string, happening: string, request: number][]
}

function hostThat(changes: Partial<GuestHost> = {}): { host: GuestHost; told: Told } {
  const told: Told = { logs: [], reports: [] }
  const host: GuestHost = {
    enter: () => ({ json: '[]', payloads: [] }),
    clock: () => 2_500_000,
    report: (...report) => void told.reports.push(report),
    log: (stream, text, request, at) => void told.logs.push({ stream, text, request, at }),
    interrupt: () => false,
    ...changes,
  }
  return { host, told }
}

async function load(source: string, host: GuestHost, limits: Partial<Limits> = {}, style = 'callbacks') {
  const suspending = style === 'threads'
  const { program } = compile({ source, style, suspending, library: LIBRARY })
  return Guest.load({ wasm: wasmEngine(), program, limits: { ...LIMITS, ...limits }, seed: 1, host })
}

/** What becomes of a program's main function. */
async function run(source: string, host = hostThat().host, limits: Partial<Limits> = {}): Promise<GuestEnd> {
  const { guest, end } = await load(source, host, limits)
  try {
    return end ?? guest.run('main')
  } finally {
    guest.dispose()
  }
}

const main = (...lines: string[]): string => ['export function main() {', ...lines, '}'].join('\n')

describe('output', () => {
  it('carries its request and its line, and shows any value as text', async () => {
    const { host, told } = hostThat()
    await run(
      main(
        '$context.request = 3',
        "console.log('a', 1, { b: [2] }, undefined, Symbol('s'))",
        'console.error(null)',
      ),
      host,
    )
    expect(told.logs).toMatchObject([
      {
        stream: 'out',
        text: 'a 1 {"b":[2]} undefined Symbol(s)',
        request: 3,
        at: { file: 'callbacks.ts', line: 3 },
      },
      { stream: 'err', text: 'null', request: 3, at: { line: 4 } },
    ])
  })

  it('counts a request that is no number as the server’s own', async () => {
    const { host, told } = hostThat()
    await run(
      main(
        "$context.request = 'x'",
        'console.log(1)',
        "$report('', '{}', -1)",
        "$report('', '{}', { valueOf: () => 1 })",
      ),
      host,
    )
    expect([
      ...told.logs.map(({ request }) => request),
      ...told.reports.map(([, , request]) => request),
    ]).toEqual([0, 0, 0])
  })

  it('cuts a line after 10,000 characters', async () => {
    const { host, told } = hostThat()
    await run(main("console.log('x'.repeat(20000))"), host)
    expect(told.logs[0]!.text).toHaveLength(10_000)
  })

  it('is limited for all machines that share it', async () => {
    const output = { characters: 0 }
    const source = main("console.log('x'.repeat(600))")
    const { program } = compile({ source, style: 'callbacks', suspending: false, library: LIBRARY })
    const ends: string[] = []
    for (let made = 0; made < 2; made += 1) {
      const limits = { ...LIMITS, output: 1000 }
      const { guest } = await Guest.load({
        wasm: wasmEngine(),
        program,
        limits,
        seed: 1,
        host: hostThat().host,
        output,
      })
      ends.push(guest.run('main').how)
      guest.dispose()
    }
    expect(ends).toEqual(['returned', 'limit'])
  })

  it('says which promise was rejected and where, if nobody handles it', async () => {
    const { host, told } = hostThat()
    await run(main("Promise.reject(new Error('lost'))", 'Promise.reject(1).catch(() => {})', '$jobs()'), host)
    expect(told.logs).toMatchObject([
      { stream: 'err', text: 'a promise was rejected and nobody handled it: Error: lost', at: { line: 2 } },
    ])
  })
})

describe('bytes for the kernel', () => {
  it('end the run when they pile up beside one system call', async () => {
    for (const piece of ["'x'.repeat(65536)", "''"]) {
      const end = await run(main(`for (;;) $put(${piece})`))
      expect(end).toMatchObject({
        how: 'limit',
        message: expect.stringMatching(/^send limit: more than 1 MiB/),
      })
    }
  })
})

describe('an end', () => {
  it('tells the innermost place that is in the program, not in the library', async () => {
    const end = await run(`import { encode } from 'bson'\n${main('  encode({ a: 1n as never })')}`)
    expect(end).toMatchObject({ how: 'failed', at: { file: 'callbacks.ts', line: 3, column: 3 } })
  })

  it('comes with a kill, whatever the guest catches, and with its place', async () => {
    const at = { file: 'callbacks.ts', line: 9, column: 1 }
    let guest: Guest | undefined
    const clock = () => {
      guest?.kill('enough', at)
      return 0
    }
    const { host } = hostThat({ clock })
    const loaded = await load(main('for (;;) try { $clock(); for (;;) Math.abs(1) } catch {}'), host)
    guest = loaded.guest
    expect(guest.run('main')).toEqual({ how: 'limit', message: 'enough', at })
    guest.dispose()
  })

  it('comes when the host says so', async () => {
    const { host } = hostThat({ interrupt: () => true })
    expect((await run(main('for (;;);'), host)).how).toBe('failed')
  })

  it('names the limit, and the function if the line is not known', async () => {
    const burst = { burst: 100_000 }
    expect(await run(main('for (;;) Math.abs(1)'), undefined, burst)).toMatchObject({
      message: 'CPU limit: the program computed for 0.1 s without a system call',
      at: { line: 2 },
    })
    const silent = await run(main('Math.abs(1)', 'let x = 0', 'for (;;) x += 1'), undefined, burst)
    expect(silent).toEqual({
      how: 'limit',
      message: 'CPU limit: the program computed for 0.1 s without a system call, in main',
    })
  })

  it('leaves a program alone that stays within its limits', async () => {
    const source = main(
      'const all: object[] = []',
      'for (let i = 0; i < 100000; i += 1) all[i % 100] = { i }',
      'const down = (n: number): number => (n === 0 ? 0 : 1 + down(n - 1))',
      'down(100)',
    )
    expect(await run(source)).toEqual({ how: 'returned' })
  })
})

describe('a machine', () => {
  it('has a clock and random numbers that come from outside', async () => {
    const { host, told } = hostThat()
    await run(
      main('console.log(Date.now() - Date.UTC(2014, 5, 12, 20), $clock(), new Date(0).getHours())'),
      host,
    )
    expect(told.logs[0]!.text).toBe('2500 2500 0')
  })

  it('does not charge for looks at the stack', async () => {
    const polls = async (body: string) => {
      const { guest } = await load(main(`for (let i = 0; i < 200; i += 1) ${body}`), hostThat().host)
      const before = guest.polls
      guest.run('main')
      const used = guest.polls - before
      guest.dispose()
      return used
    }
    expect(await polls('$where()')).toBeLessThan((await polls('Math.abs(i)')) + 1000)
  })

  it('can not change what it was given', async () => {
    const names = [
      '$enter',
      '$put',
      '$refused',
      '$observe',
      '$log',
      '$where',
      '$place',
      'console',
      '$program',
    ]
    for (const name of names) {
      const { host, told } = hostThat()
      await run(main(`try { globalThis.${name} = 1 } catch (e) { console.log(e.name) }`), host)
      expect(
        told.logs.map(({ text }) => text),
        name,
      ).toEqual(['TypeError'])
    }
  })

  it('suspends in the middle of a system call and goes on with the reply', async () => {
    const source = `import { sleep } from 'os'\n${main("  sleep(5)\n  console.log('slept')")}\nexport function work(name: string) { console.log(name) }`
    const { host, told } = hostThat()
    const { guest } = await load(source, host, {}, 'threads')
    const snapshot = guest.snapshot()
    const frame = guest.start('main') as Message
    expect(JSON.parse(frame.json)).toMatchObject({ submissions: [{ op: 'sleep', ms: 5 }], at: { line: 3 } })
    const { id } = JSON.parse(frame.json).submissions[0]
    expect(guest.resume({ json: JSON.stringify([{ id, ok: {} }]), payloads: [] })).toEqual({
      how: 'returned',
    })
    const { program } = compile({ source, style: 'threads', suspending: true, library: LIBRARY })
    const twin = await Guest.restore({ wasm: wasmEngine(), program, limits: LIMITS, seed: 1, host }, snapshot)
    expect(twin.start('work', '["twin"]')).toEqual({ how: 'returned' })
    expect(told.logs.map(({ text }) => text)).toEqual(['slept', 'twin'])
    guest.dispose()
    twin.dispose()
  })

  it('holds a restored machine to its limits as well', async () => {
    const source = main("'x'.repeat(2 ** 24)")
    const { host } = hostThat()
    const { program } = compile({ source, style: 'threads', suspending: true, library: LIBRARY })
    const options = { wasm: wasmEngine(), program, seed: 1, host }
    const { guest } = await Guest.load({ ...options, limits: LIMITS })
    const twin = await Guest.restore({ ...options, limits: { ...LIMITS, memory: 8 << 20 } }, guest.snapshot())
    expect(twin.start('main')).toMatchObject({
      how: 'limit',
      message: 'memory limit: the program wanted more than 8 MiB',
      at: { line: 2 },
    })
    guest.dispose()
    twin.dispose()
  })
})
