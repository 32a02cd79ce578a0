/** The themes set tokens for both elements that have a surface. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const FOLDER = fileURLToPath(new URL('../../../themes/', import.meta.url))

describe('the themes', () => {
  it.each(globSync('*.css', { cwd: FOLDER }))(
    '%s sets tokens only, for the checkout and for saved cards',
    (name) => {
      const [selector = '', body = ''] = readFileSync(FOLDER + name, 'utf8')
        .replace(/\/\*.*?\*\//gs, '')
        .split(/[{}]/)
      expect(selector.trim().split(/\s*,\s*/)).toEqual(['paykka-checkout', 'paykka-saved-cards'])
      const properties = body.match(/^\s*[\w-]+(?=:)/gm) ?? []
      expect(properties.length).toBeGreaterThan(5)
      expect(properties.filter((property) => !property.trim().startsWith('--paykka-'))).toEqual([])
    },
  )
})
