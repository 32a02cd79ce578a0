/** Serves the gallery and the card frame it shows, from this machine only. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { cardFrameForGallery } from './card-frame-route.ts'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  appType: 'mpa',
  plugins: [cardFrameForGallery()],
  optimizeDeps: { entries: ['gallery/*.html', 'src/card/frame/card-frame.ts'] },
  server: { host: 'localhost', port: 4030, hmr: false },
})
