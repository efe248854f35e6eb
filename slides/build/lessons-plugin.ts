/**
 * Puts the lessons into the page when Vite serves or builds it. Lessons are the Markdown files of one
 * folder, in the order of their number; there is no list of them anywhere.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Plugin, runnerImport } from 'vite'
import type { Demo, Recorded } from '../../server/trace/demo.ts'
import { readShelf } from './demo-shelf.ts'
import type { Surroundings } from './directives.ts'
import { renderLesson } from './lesson.ts'
import { staticCode } from './static-code.ts'

/** Where in `index.html` the slides go. */
const PLACE = '<!--lessons-->'

/** The plugin; `project` is the folder that holds `slides/` and `demos/`. A mistake in a lesson fails dev and build. */
export function lessonsPlugin(project: string): Plugin {
  const highlighter = staticCode()
  const render = async () => renderLessons(project, await highlighter, await readRecorded(project))
  return {
    name: 'meanwhile:lessons',
    async buildStart() {
      await render()
    },
    async transformIndexHtml(html) {
      return html.includes(PLACE) ? html.replace(PLACE, await asReplacement(render)) : html
    },
    configureServer(server) {
      const watched = [join(project, 'slides/lessons'), join(project, 'demos')]
      server.watcher.add(watched)
      server.watcher.on('all', (_event, file) => {
        if (watched.some((folder) => file.startsWith(folder))) server.ws.send({ type: 'full-reload' })
      })
    },
  }
}

/** All slides of all lessons of a project, as HTML. */
export function renderLessons(
  project: string,
  highlight: Surroundings['highlight'],
  recorded: Surroundings['recorded'] = new Map(),
): string {
  const folder = join(project, 'slides/lessons')
  const around: Surroundings = {
    demos: readShelf(join(project, 'demos')),
    recorded,
    pictures: readPictures(join(folder, 'pictures')),
    highlight,
  }
  const files = readdirSync(folder)
    .filter((file) => /^\d+-[a-z0-9-]+\.md$/.test(file))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  return files
    .map((file) => join(folder, file))
    .map((path) =>
      renderLesson(relative(project, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'), around),
    )
    .join('\n')
}

/** A `$` in a program would mean something to `replace`; a function's result is taken as it is. */
async function asReplacement(render: () => Promise<string>): Promise<() => string> {
  const html = await render()
  return () => html
}

function readPictures(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder).filter((file) => file.endsWith('.svg'))
  return new Map(
    files.map((file) => [file.slice(0, -'.svg'.length), readFileSync(join(folder, file), 'utf8')]),
  )
}

/** Only demos that speak of a recording are loaded: that takes a moment each. */
async function readRecorded(project: string): Promise<Map<string, Recorded>> {
  const found = new Map<string, Recorded>()
  for (const name of readShelf(join(project, 'demos')).keys()) {
    const path = join(project, 'demos', name, 'demo.ts')
    if (!existsSync(path) || !readFileSync(path, 'utf8').includes('recorded:')) continue
    const { module } = await runnerImport<{ default: Demo }>(path, { configFile: false })
    if (module.default.recorded) found.set(name, module.default.recorded)
  }
  return found
}
