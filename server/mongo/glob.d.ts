/** The one build-time function this world uses: Vite replaces the call with what the modules of a folder export. */
interface ImportMeta {
  glob<Module>(
    pattern: string | readonly string[],
    options: { eager: true; import: 'default' },
  ): Record<string, Module>
}
