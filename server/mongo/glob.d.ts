/** The one build-time function this world uses: Vite replaces the call with the modules of a folder. */
interface ImportMeta {
  glob<Module>(pattern: string, options: { eager: true }): Record<string, Module>
}
