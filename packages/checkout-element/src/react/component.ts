/** How a custom element becomes a React component: `@lit/react`, and what our elements need besides. */
import { createComponent } from '@lit/react'
import type { ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from 'react'
import * as React from 'react'
import type { Camel } from '../jsx.ts'

/** `paykka-amount-changed` is heard by `onAmountChanged`. */
export type Handlers<Events> = {
  [Name in keyof Events as Name extends `paykka-${infer Rest}` ? `on${Camel<Rest>}` : never]?: (
    event: Events[Name],
  ) => void
}

/** Properties and events of the element; `id`, `className`, `style`, `slot`, `children`, `data-…` as everywhere in React. */
export type ComponentProps<Properties, Events> = Properties &
  Handlers<Events> &
  Omit<HTMLAttributes<HTMLElement>, keyof Properties | keyof Handlers<Events>>

export type Component<Element, Props> = ForwardRefExoticComponent<Props & RefAttributes<Element>>

type Setup<Element, Events> = {
  tagName: string
  elementClass: (new () => Element) & {
    readonly observedAttributes: string[]
    readonly elementProperties: ReadonlyMap<PropertyKey, { readonly attribute?: string | boolean }>
  }
  events: readonly (keyof Events & string)[]
}

/** @returns a component for React 18 and 19, on the server too */
export function componentOf<Element extends HTMLElement, Properties extends object, Events>(
  setup: Setup<Element, Events>,
): Component<Element, ComponentProps<Properties, Events>> {
  const { tagName, elementClass } = setup
  // The class gets its properties now. A card frame in the page may delay the registration, which would do this too.
  void elementClass.observedAttributes
  const events = Object.fromEntries(setup.events.map((name) => [handlerOf(name), name]))
  const Tag = createComponent({ react: React, tagName, elementClass, events }) as React.ElementType
  const render = (given: object, ref: React.ForwardedRef<Element>) => {
    const props = Object.fromEntries(Object.entries(given).filter(isGiven))
    return globalThis.document
      ? React.createElement(Tag, { ...props, ref })
      : React.createElement(tagName, attributesOf(props, elementClass, events))
  }
  const component = Object.assign(React.forwardRef(render), { displayName: elementClass.name })
  return component as Component<Element, ComponentProps<Properties, Events>>
}

function handlerOf(name: string): string {
  const words = name.split('-').slice(1)
  return `on${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`
}

/** An undefined value would replace the element's default. */
const isGiven = ([, value]: [string, unknown]) => value !== undefined

/** A server writes the properties as attributes, so that the element starts before React does. */
function attributesOf(
  props: Record<string, unknown>,
  {
    elementProperties,
  }: { elementProperties: Setup<HTMLElement, object>['elementClass']['elementProperties'] },
  events: object,
): Record<string, unknown> {
  const named = Object.entries(props).flatMap(([name, value]) => {
    const attribute = elementProperties.get(name)?.attribute ?? NAMES[name] ?? name
    const isWritten = attribute !== false && value !== false && !Object.hasOwn(events, name)
    return isWritten ? [[String(attribute), value] as const] : []
  })
  return Object.fromEntries(named)
}

/** React writes the names of a custom element's attributes as they are. */
const NAMES: Record<string, string> = { className: 'class' }
