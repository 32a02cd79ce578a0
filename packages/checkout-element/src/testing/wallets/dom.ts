/** Elements without Lit, because a second copy of Lit would need the Trusted Types policy that the first one has. */

type Child = Node | string | null

/** An element with attributes (`true` sets a bare one, `false` none) and children; `null` is no child. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== false) element.setAttribute(name, value === true ? '' : value)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** Adds listeners to the element and returns it. */
export function on<T extends HTMLElement>(element: T, type: string, act: (event: Event) => void): T {
  element.addEventListener(type, act)
  return element
}
