/** How the deck is served while it's written, and built into a folder that any web host can serve. */
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { lessonsPlugin } from './slides/build/lessons-plugin.ts'
import { slimMonaco } from './slides/build/slim-monaco.ts'

const project = import.meta.dirname

export default defineConfig({
  root: join(project, 'slides'),
  base: './',
  plugins: [lessonsPlugin(project), slimMonaco(project)],
  worker: { format: 'es', plugins: () => [slimMonaco(project)] },
  // Named, or Vite finds them one by one while somebody uses the page, and reloads it each time.
  optimizeDeps: {
    include: [
      '@sveltejs/acorn-typescript',
      'acorn',
      'bson',
      'quickjs-wasi',
      'reveal.js',
      'shiki/core',
      'shiki/engine/javascript',
      'shiki/langs/typescript.mjs',
      'shiki/textmate',
    ],
    exclude: ['monaco-editor'],
  },
  server: { fs: { allow: [project] } },
  build: {
    outDir: join(project, 'dist'),
    emptyOutDir: true,
    target: 'es2023',
    // Monaco and its worker are large and load on a click.
    chunkSizeWarningLimit: 10_000,
  },
})
