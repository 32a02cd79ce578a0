/** The theme editor's texts: what it prints can be used as it is, and read again. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { colorsOf, colorText, cssOf, jsonOf, tidy, tokensOf } from '../../../gallery/theme-text.ts'
import { parseAppearance } from '../../../src/ui/appearance/parse-appearance.ts'

const THEMES = globSync('*.css', { cwd: fileURLToPath(new URL('../../../themes', import.meta.url)) })

describe('the theme editor', () => {
  it.each(THEMES)('reads %s, prints it as CSS and as an appearance that the element accepts', (file) => {
    const css = readFileSync(new URL(`../../../themes/${file}`, import.meta.url), 'utf8')
    const tokens = tokensOf(css)
    expect(Object.keys(tokens)).toHaveLength((css.match(/--paykka-/g) ?? []).length)
    expect(tokensOf(cssOf({ tokens }))).toEqual(tokens)
    const { dropped, appearance } = parseAppearance(
      JSON.parse(jsonOf({ tokens })),
      [],
      'https://shop.example/',
    )
    expect(dropped).toEqual([])
    expect(Object.keys(appearance.tokens ?? {})).toHaveLength(Object.keys(tokens).length)
  })

  it('ignores what is no token', () => {
    expect(tokensOf('a { --paykka-evil: 1; --paykka-radius: 4px; color: red; }')).toEqual({ radius: '4px' })
  })

  it.each([
    ['#112233', '#112233', '#112233'],
    ['#112233', '#AABBCC', 'light-dark(#112233, #AABBCC)'],
  ])('writes %s and %s as %s, and reads them again', (light, dark, text) => {
    expect(colorText(light, dark)).toBe(text)
    expect(colorsOf(text)).toEqual([light, dark])
  })

  it('prints only what was chosen', () => {
    const appearance = {
      tokens: { radius: '' },
      rules: { input: {}, label: { color: '#111111' } },
      density: 'compact' as const,
    }
    expect(tidy(appearance)).toEqual({ rules: { label: { color: '#111111' } }, density: 'compact' })
  })
})
