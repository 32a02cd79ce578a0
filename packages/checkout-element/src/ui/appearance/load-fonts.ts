/** Loads the fonts of an appearance, all at once: a request must never depend on what is typed. */
import type { AppearanceFont } from '@paykka-checkout/shared-types'

const loaded = new Map<string, FontFace>()

/** The text is shown in its next font until a font is there. */
export function loadFonts(fonts: readonly AppearanceFont[] = []): void {
  for (const font of fonts) {
    const key = JSON.stringify(font)
    if (loaded.has(key)) continue
    const { family, src, weight = 'normal', style = 'normal' } = font
    const face = new FontFace(family, `url("${src}")`, { weight, style, display: 'swap' })
    loaded.set(key, face)
    document.fonts.add(face)
    // Without the font, the next one in the list is shown.
    face.load().catch(() => undefined)
  }
}
