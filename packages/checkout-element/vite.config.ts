/** Builds what storefronts and the frame page load: two entries, hashed chunks, and the list with their hashes. */
import { defineConfig } from 'vite'
import { editorData } from './scripts/editor-data.ts'
import { fileManifest } from './scripts/file-manifest.ts'
import { minifyCss } from './scripts/minify-css.ts'
import { plainImports } from './scripts/plain-imports.ts'

/** What element and card frame share. */
const SHARED =
  /node_modules\/(?:lit\b|lit-html|@lit\/(?!localize\/(?:init\/runtime|internal\/(?:runtime|id-|fnv|deferred|locale-))))|src\/(?:localization|locales\/names|theme\/(?:palette|tokens)|card-frame\/(?:protocol|checks)|card\/card-entry)\.|preload-helper/
/** The rest of what a storefront loads first. */
const FIRST_LOAD =
  /src\/(?!define\.|later|paying\/|results\/|locales\/|card\/|card-frame\/(?!frame-entry|read-to-page)|theme\/apply)/

const LOCALE = /src\/locales\/[a-z]{2}(?:-\w+)?\.ts$/

export default defineConfig({
  base: './',
  plugins: [minifyCss(), plainImports(), fileManifest(), editorData()],
  build: {
    outDir: 'dist/browser',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: { define: 'src/define.ts', 'card-frame': 'src/card-frame/card-frame.ts' },
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: ({ facadeModuleId }) =>
          `chunks/${LOCALE.test(facadeModuleId ?? '') ? 'locales/' : ''}[name]-[hash].js`,
        assetFileNames: 'chunks/[name]-[hash][extname]',
        // Two chunks instead of many small ones: what element and frame share, and the rest of the first load.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'base', test: SHARED, priority: 2 },
            { name: 'element', test: FIRST_LOAD, priority: 1 },
          ],
        },
      },
    },
  },
})
