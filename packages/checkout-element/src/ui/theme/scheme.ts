/** Whether an element is to be light or dark, so that it belongs to the page around it. */

/** What the style attribute of an element's place says; set as a property, which a strict `style-src` allows. */
export const schemeStyle = (dark: boolean): string => `color-scheme:${dark ? 'dark' : 'light'}`

/**
 * True where the page around an element is dark: by the `color-scheme` it declares, by the device where it declares
 * both, and else by the color behind the element, because a page that declares nothing may still be dark.
 */
export function isDarkAround(element: Element, deviceIsDark: boolean): boolean {
  const declared = getComputedStyle(element).colorScheme
  const [light, dark] = [declared.includes('light'), declared.includes('dark')]
  return light || dark ? dark && (!light || deviceIsDark) : isDarkBehind(element)
}

/** The first color that covers what is behind it decides; without any, the page is as white as browsers make it. */
function isDarkBehind(element: Element | null): boolean {
  for (let at = parentOf(element); at; at = parentOf(at)) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = channelsOf(getComputedStyle(at).backgroundColor)
    // Luma of ITU-R BT.601; half of the scale is 128.
    if (alpha > 128) return 0.299 * red + 0.587 * green + 0.114 * blue < 128
  }
  return false
}

/** As the element is shown: through slots and shadow roots. */
function parentOf(element: Element | null): Element | null {
  const parent = element?.assignedSlot ?? element?.parentNode
  return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null
}

let pen: CanvasRenderingContext2D | null

/** Red, green, blue and alpha, 0 to 255, of any CSS color: painted, because a color may be written in many ways. */
function channelsOf(color: string): Iterable<number> {
  pen ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!pen) return []
  pen.clearRect(0, 0, 1, 1)
  pen.fillStyle = color
  pen.fillRect(0, 0, 1, 1)
  return pen.getImageData(0, 0, 1, 1).data
}
