import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, createServer } from 'vite'
import { afterEach, describe, expect, it } from 'vitest'
import { lessonsPlugin, renderLessons } from '../../../slides/build/lessons-plugin.ts'
import { staticCode } from '../../../slides/build/static-code.ts'

const PROJECT = join(import.meta.dirname, '../../..')
const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true })
})

/** A project with one lesson and one demo. */
function project(lesson: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lessons-'))
  made.push(folder)
  mkdirSync(join(folder, 'slides/lessons'), { recursive: true })
  cpSync(join(PROJECT, 'demos/find-team'), join(folder, 'demos/find-team'), { recursive: true })
  writeFileSync(join(folder, 'slides/index.html'), '<body><!--lessons--></body>')
  writeFileSync(join(folder, 'slides/lessons/10-only.md'), lesson)
  return folder
}

function buildDeck(folder: string) {
  return build({
    root: join(folder, 'slides'),
    configFile: false,
    logLevel: 'silent',
    plugins: [lessonsPlugin(folder)],
    build: { write: false },
  })
}

describe('the lessons in the page', () => {
  it('are those of the project, in the order of their numbers', async () => {
    const html = renderLessons(PROJECT, await staticCode())
    const ids = [...html.matchAll(/<section id="([^"]+)"/g)].map((match) => match[1])
    expect(ids.indexOf('title')).toBe(0)
    expect(ids.indexOf('threads')).toBeLessThan(ids.indexOf('callbacks'))
  })

  it('show highlighted code and nothing outside the shown region', async () => {
    const html = (await staticCode())('hidden()\n//#region show\nconst shown = "$&"\n//#endregion\n')
    expect(html).toContain('const')
    expect(html).not.toContain('hidden')
    expect(html).toMatch(/style="color:#[0-9A-F]{6}"/i)
    expect(html).toContain('$&#x26;')
  })

  it('get into the built page', async () => {
    const result = await buildDeck(project('## One\n\n::: run-demo find-team styles=blocked'))
    const files = [result].flat().flatMap((part) => ('output' in part ? part.output : []))
    const page = files.find((file) => file.fileName === 'index.html')
    expect(String(page?.type === 'asset' && page.source)).toContain(
      '<run-demo demo="find-team" styles="blocked"',
    )
  })

  it('fail the build if one has a mistake', async () => {
    await expect(buildDeck(project('## One\n\n::: run-demo find-taem'))).rejects.toThrow(
      'slides/lessons/10-only.md:3: no demo "find-taem" (have: find-team)',
    )
  })

  it('fail the development server, at its start and later, until the mistake is mended', async () => {
    const folder = project('## One')
    const lesson = join(folder, 'slides/lessons/10-only.md')
    const start = () =>
      createServer({
        root: join(folder, 'slides'),
        configFile: false,
        logLevel: 'silent',
        plugins: [lessonsPlugin(folder)],
        server: { middlewareMode: true, ws: false, watch: null },
      })
    const server = await start()
    const page = () => server.transformIndexHtml('/', '<!--lessons-->')
    const mistake = 'slides/lessons/10-only.md:3: no picture "cat" (have: none)'
    writeFileSync(lesson, '## One\n\n::: picture cat')
    await expect(page()).rejects.toThrow(mistake)
    await expect(start()).rejects.toThrow(mistake)
    writeFileSync(lesson, '## Mended')
    expect(await page()).toContain('<h2>Mended</h2>')
    await server.close()
  })
})
