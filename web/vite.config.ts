// How the browser application is built: hashed assets into web/dist, and a first page that may not outgrow its limit.
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const FIRST_PAGE_LIMIT_BYTES = 200 * 1024
/** What the browser fetches before an officer can sign in, in English, besides what index.html names. */
const ALSO_ON_FIRST_PAGE = ['session/sign-in', 'language/en.ts', 'ibm-plex-sans-latin-400', 'ibm-plex-sans-latin-600']

/** Prints the compressed weight of the first page after each build, and fails the build over the limit. */
function firstPageWeight(): Plugin {
  return {
    name: 'first-page-weight',
    apply: 'build',
    generateBundle(_options, bundle) {
      const wanted = new Set<string>()
      const want = (file: string) => {
        const item = bundle[file]
        if (!item || wanted.has(file)) return
        wanted.add(file)
        if (item.type !== 'chunk') return
        for (const next of item.imports) want(next)
        for (const css of item.viteMetadata?.importedCss ?? []) want(css)
      }
      for (const [file, item] of Object.entries(bundle)) {
        const source = item.type === 'chunk' ? (item.facadeModuleId ?? item.name) : file
        const first =
          item.type === 'chunk'
            ? (item.isEntry && item.name === 'index') || ALSO_ON_FIRST_PAGE.some((part) => source.includes(part))
            : false
        if (first || (item.type === 'asset' && file.endsWith('.woff2') && ALSO_ON_FIRST_PAGE.some((part) => file.includes(part))))
          want(file)
      }
      let total = 0
      const lines: string[] = []
      for (const file of [...wanted].sort()) {
        const item = bundle[file]!
        const bytes = item.type === 'chunk' ? Buffer.from(item.code) : Buffer.from(item.source)
        const size = file.endsWith('.woff2') ? bytes.byteLength : gzipSync(bytes).byteLength
        total += size
        lines.push(`  ${(size / 1024).toFixed(1).padStart(6)} KB  ${file}`)
      }
      const sum = `first page: ${(total / 1024).toFixed(1)} KB compressed, limit ${FIRST_PAGE_LIMIT_BYTES / 1024} KB`
      console.log(`\n${lines.join('\n')}\n${sum}`)
      if (total > FIRST_PAGE_LIMIT_BYTES) this.error(sum)
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), firstPageWeight()],
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    reportCompressedSize: false,
    rolldownOptions: {
      // a piece that no page uses leaves nothing behind, though the list of pieces names it
      treeshake: { moduleSideEffects: (id) => !/\/web\/pieces\/[^/]+\.tsx?$/.test(id) },
    },
  },
  // the node's interface, and not the modules of the folder of that name
  server: { proxy: { '^/api/(?![\\w-]+\\.ts)': process.env.PORTOLAN_NODE ?? 'http://127.0.0.1:8400' } },
})
