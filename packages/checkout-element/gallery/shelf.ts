/** Puts states side by side, each in its own page. */

export type Picture = { caption: string; query: Record<string, string>; width: number }

/** @returns all theme files, by name */
export const LOOKS = Object.keys(import.meta.glob('../themes/*.css', { query: '?url' }))
  .map((path) => path.replace(/^.*\/|\.css$/g, ''))
  .toSorted()

/** @param loading `eager` when all of them are photographed at once */
export function showPictures(pictures: readonly Picture[], loading: 'lazy' | 'eager' = 'lazy'): void {
  const figures = pictures.map((picture) => figure(picture, loading))
  document.querySelector('main')?.replaceChildren(...figures)
}

function figure({ caption, query, width }: Picture, loading: 'lazy' | 'eager'): HTMLElement {
  const address = `state.html?${new URLSearchParams(query)}`
  const figureElement = document.createElement('figure')
  const link = Object.assign(document.createElement('a'), { href: address, textContent: caption })
  const frame = Object.assign(document.createElement('iframe'), {
    src: address,
    title: caption,
    loading,
  })
  frame.style.inlineSize = `${width}px`
  const text = document.createElement('figcaption')
  text.append(link)
  figureElement.append(text, frame)
  return figureElement
}
