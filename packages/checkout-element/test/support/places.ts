/** Places where a shop may put the element. Each is built around the element and does not depend on it. */

export type Place = {
  /** The outermost node, which contains the element. It is not in the page yet. */
  build(element: HTMLElement): HTMLElement
  /** Runs once it is in the page, for example opens a dialog or a drawer. */
  show?(place: HTMLElement): void
}

function box(style: string, tag = 'div'): HTMLElement {
  const element = document.createElement(tag)
  element.style.cssText = style
  return element
}

const text = (words: string) => Object.assign(document.createElement('p'), { textContent: words })

/** In a box with this style, and with these siblings. */
const inBox = (style: string, ...beside: string[]): Place => ({
  build: (element) => {
    const place = box(style)
    place.append(...beside.map(text), element)
    return place
  },
})

/** Styled by itself, as by a shop's style sheet. */
const styled = (style: string): Place => ({
  build: (element) => {
    element.style.cssText = style
    const place = box('min-block-size:420px;position:relative')
    place.append(element)
    return place
  },
})

function inTable(element: HTMLElement, beside: string): HTMLElement {
  const table = document.createElement('table')
  const row = table.insertRow()
  row.insertCell().append(beside)
  row.insertCell().append(element)
  return table
}

const dialog = (open: (dialog: HTMLDialogElement) => void): Place => ({
  build: (element) => {
    const place = document.createElement('dialog')
    place.append(element)
    return place
  },
  show: (place) => open(place as HTMLDialogElement),
})

/** A component of the shop: the element is in its shadow root, or slotted through it. */
function inComponent(element: HTMLElement, slotted: boolean, depth = 2): HTMLElement {
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const inner = box('display:flex;justify-content:center')
  root.append(inner)
  const content = depth > 1 ? inComponent(element, slotted, depth - 1) : element
  if (slotted) {
    inner.append(document.createElement('slot'))
    host.append(content)
  } else inner.append(content)
  return host
}

/** Places that decide the width of the element. */
export const FILLED: Record<string, Place> = {
  block: inBox(''),
  'grid, one column': inBox('display:grid'),
  'grid, two columns': inBox(
    'display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr))',
    'Order',
  ),
  'flex column, stretched': inBox('display:flex;flex-direction:column'),
  'flex row, growing': styled('flex:1'),
  'several columns of text': inBox('columns:2 280px'),
  'max-width': inBox('max-inline-size:360px'),
  'scrolling box': inBox('overflow:auto;max-block-size:300px'),
  'contain: content': inBox('contain:content'),
  'content-visibility: auto': inBox('content-visibility:auto'),
  zoom: inBox('zoom:1.2'),
  transform: inBox('transform:scale(0.9) rotate(1deg)'),
  fieldset: { build: (element) => wrapIn('fieldset', element) },
  'table cell beside much text': {
    build: (element) => inTable(element, 'Your order: three books and a lamp for reading them in bed'),
  },
  'right to left': {
    build: (element) => {
      const place = wrapIn('div', element)
      place.dir = 'rtl'
      return place
    },
  },
}

/** Places that use the preferred width of the element. */
export const FITTED: Record<string, Place> = {
  'modal dialog': dialog((place) => place.showModal()),
  dialog: dialog((place) => place.show()),
  popover: {
    build: (element) => {
      const place = wrapIn('div', element)
      place.popover = 'manual'
      return place
    },
    show: (place) => place.showPopover(),
  },
  'flex row': inBox('display:flex'),
  'flex row, wrapping': inBox('display:flex;flex-wrap:wrap;gap:16px', 'Order'),
  'flex column, centered': inBox('display:flex;flex-direction:column;align-items:center'),
  'inline flex': inBox('display:inline-flex'),
  'grid, centered': inBox('display:grid;justify-items:center'),
  'grid, place-content': inBox('display:grid;place-content:center;min-block-size:420px'),
  'table cell': { build: (element) => inTable(element, 'Order') },
  'display: table': inBox('display:table;margin:auto'),
  float: styled('float:inline-end'),
  'in a float': inBox('float:inline-start'),
  'inline block': styled('display:inline-block'),
  'in an inline block': inBox('display:inline-block'),
  absolute: styled('position:absolute;inset-inline-start:0'),
  'in a centered absolute box': {
    build: (element) => {
      const place = box('position:relative;min-block-size:420px')
      const inner = box('position:absolute;inset-inline-end:0')
      inner.append(element)
      place.append(inner)
      return place
    },
  },
  'fit-content': styled('inline-size:fit-content'),
  'in fit-content': inBox('inline-size:fit-content;margin:auto'),
  'nested shadow roots': { build: (element) => inComponent(element, false) },
  'slotted twice': { build: (element) => inComponent(element, true) },
}

function wrapIn(tag: string, element: HTMLElement): HTMLElement {
  const place = document.createElement(tag)
  place.append(element)
  return place
}
