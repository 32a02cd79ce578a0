/** The page with every state. */
import { LOOKS, showPictures } from './shelf.ts'
import { STATES } from './states.ts'

const form = document.querySelector('form')
for (const look of LOOKS) form?.querySelector<HTMLSelectElement>('[name="look"]')?.add(new Option(look))

function show(): void {
  const chosen = Object.fromEntries(new FormData(form ?? undefined)) as Record<string, string>
  const { width = '480', ...query } = chosen
  const pictures = Object.entries(STATES).map(([state, { title }]) => ({
    caption: title,
    query: { ...query, state },
    width: Number(width),
  }))
  showPictures(pictures)
}

form?.addEventListener('change', show)
show()
