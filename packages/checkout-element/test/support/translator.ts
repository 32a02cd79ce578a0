/** Imitates a page translator: it wraps every text node twice and shows another text in it. */

const MARK = '⟦'

/** Translates everything below `root`, also in shadow roots; `kept` is excluded. */
export function translate(root: Node, kept: string[] = []): string[] {
  const texts: Text[] = []
  collect(root, false, texts, kept)
  for (const text of texts) {
    const outer = document.createElement('font')
    const inner = document.createElement('font')
    text.replaceWith(outer)
    inner.append(document.createTextNode(`${MARK}${text.data}⟧`))
    outer.append(inner)
  }
  return kept
}

function collect(node: Node, forbidden: boolean, texts: Text[], kept: string[]): void {
  if (node instanceof Text) {
    if (!node.data.trim() || node.data.includes(MARK)) return
    if (forbidden) kept.push(node.data)
    // The harshest translator ignores `translate="no"`.
    texts.push(node)
    return
  }
  const off = forbidden || (node instanceof HTMLElement && node.getAttribute('translate') === 'no')
  for (const child of [...node.childNodes]) collect(child, off, texts, kept)
  if (node instanceof Element && node.shadowRoot) collect(node.shadowRoot, off, texts, kept)
}

/** The text, without the translator's marks. */
export const readIn = (root: ParentNode | null | undefined): string =>
  (root?.textContent ?? '').replace(/[⟦⟧]/g, '').replace(/\s+/g, ' ').trim()
