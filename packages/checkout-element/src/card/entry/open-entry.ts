/** Opens the card forms that few checkouts use. Each loads its own code when it is used. */
import type { CardEntry, CardEntryListener, CardPlace, EntryParts } from './card-entry.ts'

const ENTRIES = {
  inline: () => import('./inline-entry.ts'),
  'encrypted-card': () => import('./encrypted-entry.ts'),
}

/** @throws when its code cannot be loaded, or its settings are missing */
export async function openEntry(
  place: Exclude<CardPlace, 'frame'>,
  listener: CardEntryListener,
  parts: EntryParts,
): Promise<CardEntry> {
  const module = await ENTRIES[place]()
  return module.openEntry(listener, parts)
}
