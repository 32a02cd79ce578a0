/** A page translator as browsers and Google have it: every text node is wrapped twice and another text is shown in it. */

const MARK = '⟦'

/** Translates all that is shown below `root`, shadow roots included; `kept` is what it was told not to translate. */
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
    // The harshest one translates what it was asked to leave alone, too.
    texts.push(node)
    return
  }
  const off = forbidden || (node instanceof HTMLElement && node.getAttribute('translate') === 'no')
  for (const child of [...node.childNodes]) collect(child, off, texts, kept)
  if (node instanceof Element && node.shadowRoot) collect(node.shadowRoot, off, texts, kept)
}

/** What is read, without the translator's marks. */
export const readIn = (root: ParentNode | null | undefined): string =>
  (root?.textContent ?? '').replace(/[⟦⟧]/g, '').replace(/\s+/g, ' ').trim()
