/** Functions that run inside a page or frame. Each returns the failures as texts and uses nothing from outside. */

/** Returns what the others share. */
export function prepare(): void {
  const all = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot ? all(each.shadowRoot) : []),
    ])
  const seen = (each: Element) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const controls = () =>
    all(document).filter((each) => each.matches('button, a[href], input, select') && seen(each))
  const name = (each: Element) =>
    `${each.tagName.toLowerCase()}${each.id ? `#${each.id}` : ''}${each.getAttribute('part') ? `[${each.getAttribute('part')}]` : ''}`
  /** Radio buttons and checkboxes that the system draws in its own colors. */
  const native = (each: Element) =>
    each.matches('[type=radio], [type=checkbox]') && getComputedStyle(each).appearance !== 'none'
  Object.assign(globalThis, { a11y: { all, seen, controls, name, native } })
}

export type Tools = {
  all(root: ParentNode): Element[]
  seen(each: Element): boolean
  controls(): HTMLElement[]
  name(each: Element): string
  native(each: Element): boolean
}
declare const a11y: Tools

export function sideways(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement
  return scrollWidth > clientWidth ? [`${scrollWidth} px of content in ${clientWidth} px`] : []
}

/** A label that can be pressed instead of the field counts as its target. */
export function smallTargets(): string[] {
  return a11y.controls().flatMap((each) => {
    const labels = each instanceof HTMLInputElement && a11y.native(each) ? [...(each.labels ?? [])] : []
    const boxes = [each, ...labels].map((target) => target.getBoundingClientRect())
    if (boxes.some(({ width, height }) => width >= 24 && height >= 24)) return []
    return boxes.slice(0, 1).map(({ width, height }) => `${a11y.name(each)} is ${width} × ${height} px`)
  })
}

/** Line height, letter, word and paragraph spacing of success criterion 1.4.12. */
export function spacedTexts(): string[] {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}',
  )
  const roots = [document, ...a11y.all(document).flatMap(({ shadowRoot }) => shadowRoot ?? [])]
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  const { scrollWidth, clientWidth } = document.documentElement
  const cut = a11y.all(document).filter((each) => {
    const { overflow, clipPath } = getComputedStyle(each)
    // Elements that are clipped completely are for screen readers only.
    const hides = overflow === 'hidden' && clipPath === 'none' && each.getBoundingClientRect().width > 1
    const text = each.textContent?.trim() && each.tagName !== 'HTML' && each.tagName !== 'BODY'
    return hides && text && a11y.seen(each) && each.scrollHeight > each.clientHeight + 1
  })
  const wide = scrollWidth > clientWidth ? ['the page scrolls sideways'] : []
  return [...cut.map((each) => `${a11y.name(each)} is cut off`), ...wide]
}

/** In the card frame: after it has grown, the whole form must be visible. */
export function outgrown(): string[] {
  const form = document.querySelector('paykka-card-form')
  const bottom = form?.getBoundingClientRect().bottom ?? 0
  return window !== parent && bottom > innerHeight + 1
    ? [`the form ends at ${bottom} of ${innerHeight} px`]
    : []
}

export function colorlessEdges(): string[] {
  return a11y.controls().flatMap((each) => {
    // PayKKa's script draws its fields into elements that have the border.
    const { borderTopWidth, borderTopStyle } = getComputedStyle(each.closest('[data-eci]') ?? each)
    const isPlainLink = each.matches('a:not(.primary)')
    const hasEdge = Number.parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none'
    return hasEdge || isPlainLink || a11y.native(each) ? [] : [`${a11y.name(each)} has no border`]
  })
}

export function movements(): string[] {
  return document.getAnimations().flatMap((animation) => {
    const { duration } = animation.effect?.getComputedTiming() ?? {}
    const calm = typeof duration === 'number' && duration >= 2000
    const running = animation.playState === 'running'
    return running && !calm
      ? [`${(animation as CSSAnimation).animationName ?? 'a transition'} of ${duration} ms`]
      : []
  })
}

export function unlabelled(): string[] {
  return a11y.controls().flatMap((each) => {
    if (!(each instanceof HTMLInputElement)) return []
    const [label] = each.labels ?? []
    return label?.textContent?.trim() && a11y.seen(label) ? [] : [`${a11y.name(each)} has no visible label`]
  })
}

export function purposeless(): string[] {
  return a11y
    .controls()
    .flatMap((each) =>
      each instanceof HTMLInputElement && !/^cc-/.test(each.getAttribute('autocomplete') ?? '')
        ? [`${a11y.name(each)} names no purpose`]
        : [],
    )
}

/** Only for a form in which every field is invalid. */
export function silentMistakes(): string[] {
  return a11y.controls().flatMap((each) => {
    if (!(each instanceof HTMLInputElement)) return []
    const ids = (each.getAttribute('aria-describedby') ?? '').split(/\s+/)
    const root = each.getRootNode() as ShadowRoot
    const hasText = ids.some((id) => id && root.getElementById(id)?.textContent?.trim())
    return each.getAttribute('aria-invalid') === 'true' && hasText
      ? []
      : [`${a11y.name(each)} has no error text`]
  })
}

export function noLiveRegion(): string[] {
  const live = a11y.all(document).some((each) => each.matches('[role=status], [aria-live=polite]'))
  return live ? [] : ['there is no polite live region']
}

/** A contrast of 3:1 between a control's edge, or its color, and its surroundings. */
export function faintEdges(): string[] {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  })
  const luminance = (color: string) => {
    if (!canvas) return 0
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ratio = (one: string, other: string) => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }
  const behind = (each: Element | null): string => {
    if (!each) return 'white'
    const { backgroundColor } = getComputedStyle(each)
    const parent = each.parentElement ?? ((each.getRootNode() as ShadowRoot).host || null)
    return /, 0\)$|transparent/.test(backgroundColor) ? behind(parent) : backgroundColor
  }
  return a11y.controls().flatMap((each) => {
    const { borderTopColor, backgroundColor } = getComputedStyle(each)
    const around = behind(each.parentElement ?? ((each.getRootNode() as ShadowRoot).host || null))
    const best = Math.max(ratio(borderTopColor, around), ratio(backgroundColor, around))
    return best >= 3 || each.matches('a:not(.primary)') ? [] : [`${a11y.name(each)} has ${best.toFixed(2)}:1`]
  })
}
