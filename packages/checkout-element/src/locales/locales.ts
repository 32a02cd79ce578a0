/** The translations there are: one row per locale, each its own lazily loaded file. English needs none. */
import type { LocaleModule } from '@lit/localize'

export const LOCALES: Record<string, () => Promise<LocaleModule>> = {}
