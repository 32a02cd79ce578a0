/** Links Angular's own packages, which npm has half compiled, so that no compiler runs in the shopper's browser. */
import linker from '@angular/compiler-cli/linker/babel'
import type { PluginObject } from '@babel/core'
import { transformAsync } from '@babel/core'
import type { Plugin } from 'vite'

/** Its types are those of Angular's own copy of Babel. */
const LINKER = linker as unknown as () => PluginObject

export const angularLinker = (): Plugin => ({
  name: 'angular-linker',
  async transform(code, filename) {
    if (!filename.includes('/@angular/') || !code.includes('ɵɵngDeclare')) return null
    const linked = await transformAsync(code, {
      filename,
      plugins: [LINKER],
      configFile: false,
      compact: false,
    })
    return linked?.code ? { code: linked.code, map: null } : null
  },
})
