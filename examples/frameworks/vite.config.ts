/** One page per framework; what the server renders is built beside them. */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { angularLinker } from './server/angular-linker.ts'

/** Without this Vue would look for a component of that name. */
const isCustomElement = (tag: string) => tag.startsWith('paykka-')

const page = (name: string) => `${import.meta.dirname}/${name}/index.html`

export default defineConfig(({ isSsrBuild }) => ({
  root: import.meta.dirname,
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } }), svelte(), angularLinker()],
  // What Angular's own build leaves out.
  define: { ngDevMode: 'false', ngJitMode: 'false', ngServerMode: 'false' },
  build: {
    target: 'es2022',
    outDir: isSsrBuild ? 'dist/server' : 'dist/browser',
    modulePreload: false,
    rolldownOptions: {
      input: isSsrBuild
        ? { react: 'react/server.tsx', plain: 'plain/form.ts' }
        : ['plain', 'react', 'vue', 'svelte', 'angular'].map(page),
    },
  },
}))
