/** Builds what storefronts and the frame page load: two entries, hashed chunks, and the list with their hashes. */
import { defineConfig } from 'vite'
import { editorData } from './scripts/editor-data.ts'
import { fileManifest } from './scripts/file-manifest.ts'
import { minifyCss } from './scripts/minify-css.ts'
import { plainImports } from './scripts/plain-imports.ts'

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
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: 'chunks/[name]-[hash][extname]',
      },
    },
  },
})
