/** The settings that the BFF wrote into its frame page. The shop's page cannot change them. */
import type { CardBrand, CardKey } from '../../checkout/wire.ts'

export type FrameSettings = {
  key: CardKey
  /** Origins that may embed and control the form. */
  parents: readonly string[]
  brands: readonly CardBrand[]
  clockOffset: number
}

/** Reads the page's meta tags; `null` when they are not the BFF's. */
export function readFrameSettings(page: ParentNode, now: number): FrameSettings | null {
  const meta = (name: string) =>
    page.querySelector<HTMLMetaElement>(`meta[name="paykka-${name}"]`)?.content ?? ''
  const words = (name: string) => meta(name).split(/\s+/).filter(Boolean)
  const key = parseKey(meta('card-key'))
  const serverTime = Number(meta('server-time'))
  if (!key || !Number.isFinite(serverTime)) return null
  const clockOffset = serverTime > 0 ? serverTime - now : 0
  return { key, parents: words('parent-origins'), brands: words('card-brands') as CardBrand[], clockOffset }
}

function parseKey(text: string): CardKey | null {
  try {
    const key = JSON.parse(text) as CardKey
    const fits =
      key.kty === 'EC' && key.crv === 'P-256' && [key.x, key.y, key.kid].every((part) => part.length > 7)
    return fits ? key : null
  } catch {
    return null
  }
}
