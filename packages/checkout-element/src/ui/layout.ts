/** The two arrangements of the ways to pay. */

export type Layout = 'tabs' | 'accordion'

/** `list` is the earlier name of `accordion`. */
export const layoutOf = (layout: string): Layout => (layout === 'tabs' ? layout : 'accordion')
