/** Contrast of colors by WCAG 2.2. The browser converts every format of CSS, because there are many. */
import { channelsOf } from '../theme/scheme.ts'

type Color = readonly [red: number, green: number, blue: number, alpha: number]

/** Reads colors as an element of this shadow root has them, with its tokens and its `color-scheme`. */
export class ColorReader {
  readonly #probe = document.createElement('i')
  readonly #known = new Map<string, Color>()

  constructor(root: ShadowRoot, dark: boolean) {
    this.#probe.style.colorScheme = dark ? 'dark' : 'light'
    this.#probe.hidden = true
    root.append(this.#probe)
  }

  /** The color, over a background if it lets one through. */
  read(value: string, behind?: Color): Color {
    const [red, green, blue, alpha] = this.#known.get(value) ?? this.#compute(value)
    if (!behind || alpha === 255) return [red, green, blue, alpha]
    const mix = (front: number, back: number) => (front * alpha + back * (255 - alpha)) / 255
    return [mix(red, behind[0]), mix(green, behind[1]), mix(blue, behind[2]), 255]
  }

  close(): void {
    this.#probe.remove()
  }

  #compute(value: string): Color {
    this.#probe.style.color = ''
    this.#probe.style.color = value
    const [red = 0, green = 0, blue = 0, alpha = 0] = channelsOf(getComputedStyle(this.#probe).color)
    const color: Color = [red, green, blue, alpha]
    this.#known.set(value, color)
    return color
  }
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance([red, green, blue]: Color): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** 1 (the same) to 21 (black on white). */
export function contrast(one: Color, other: Color): number {
  const [high = 1, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}
