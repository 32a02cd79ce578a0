/** Builds what storefronts and the frame page load: two entries, hashed chunks, and the list with their hashes. */
import { defineConfig } from 'vite'
import { fileManifest } from './scripts/file-manifest.ts'
import { minifyCss } from './scripts/minify-css.ts'

export default defineConfig({
  base: './',
  plugins: [minifyCss(), fileManifest()],
  build: {
    outDir: 'dist/browser',
    emptyOutDir: true,
    target: 'es2022',
    // The preload helper would write <link> tags into the shop’s page.
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
