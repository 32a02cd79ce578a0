/** Decides whether an element is light or dark, like the page around it. */

/** The inline style of the element's place, set as a property, which a strict `style-src` allows. */
export const schemeStyle = (dark: boolean): string => `color-scheme:${dark ? 'dark' : 'light'}`

/**
 * True when the page around an element is dark: by its declared `color-scheme`, by the device when it declares both, and
 * otherwise by the color behind the element, because a page without a declaration may still be dark.
 */
export function isDarkAround(element: Element, deviceIsDark: boolean): boolean {
  const declared = getComputedStyle(element).colorScheme
  const [light, dark] = [declared.includes('light'), declared.includes('dark')]
  return light || dark ? dark && (!light || deviceIsDark) : isDarkBehind(element)
}

/** The first opaque background color decides; without any, the page is white. */
function isDarkBehind(element: Element | null): boolean {
  for (let at = parentOf(element); at; at = parentOf(at)) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = channelsOf(getComputedStyle(at).backgroundColor)
    // Luma of ITU-R BT.601; half of the scale is 128.
    if (alpha > 128) return 0.299 * red + 0.587 * green + 0.114 * blue < 128
  }
  return false
}

/** The parent in the rendered tree: through slots and shadow roots. */
function parentOf(element: Element | null): Element | null {
  const parent = element?.assignedSlot ?? element?.parentNode
  return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null
}

let pen: CanvasRenderingContext2D | null

/** Red, green, blue and alpha (0 to 255) of any CSS color. A canvas converts it, because CSS has many color formats. */
export function channelsOf(color: string): Iterable<number> {
  pen ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!pen) return []
  pen.clearRect(0, 0, 1, 1)
  pen.fillStyle = color
  pen.fillRect(0, 0, 1, 1)
  return pen.getImageData(0, 0, 1, 1).data
}
