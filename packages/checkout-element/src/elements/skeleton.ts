/** The element as a server renders it: it reserves the place until the script has loaded. Runs in any JavaScript. */

import { SANDBOX } from '../card/frame/sandbox.ts'
import { layoutOf } from '../ui/layout.ts'

/** Options of the skeleton, named like the element's attributes. */
export type SkeletonOptions = {
  bffUrl: string
  clientSecret?: string
  /** Further attributes, for example `locale` or `theme`. */
  attributes?: Readonly<Record<string, string>>
  /** Height of a field in pixels, where `--paykka-field-height` is set. */
  fieldHeight?: number
  /** False with `pay-button="none"`. */
  payButton?: boolean
  layout?: 'tabs' | 'accordion' | 'list'
  /**
   * False omits the card frame: set it when the card form is not shown first (saved cards or other ways above it) or is
   * not in a frame.
   */
  cardFrame?: boolean
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')

const ATTRIBUTE = /^[a-z][a-z0-9-]*$/
const METHOD_HEIGHT = 48
const BUTTON_HEIGHT = 54
/** Border, padding and the line about encryption. */
const AROUND = 80.4

/** True for an accordion, which has a row above the card form. */
const inRows = (layout: SkeletonOptions['layout']): boolean => layoutOf(layout ?? 'tabs') === 'accordion'

/** Border and padding of one side. */
const PADDING = 21

/** Height of the element with an empty form, by its own style sheets. Pixels. */
function heightOf({ fieldHeight = 46, payButton = true, layout = 'tabs' }: SkeletonOptions): number {
  return (
    AROUND + 3 * (50 + fieldHeight) + (payButton ? BUTTON_HEIGHT : 0) + (inRows(layout) ? METHOD_HEIGHT : 0)
  )
}

/**
 * Markup of `<paykka-checkout>` with a declarative shadow root and the card frame in it. The shopper can type into the
 * frame before the script has loaded. It uses no styles, so that the strictest policy allows it. The element replaces it
 * without a layout shift.
 */
export function renderSkeleton(options: SkeletonOptions): string {
  const { bffUrl, clientSecret, attributes = {}, payButton = true, layout = 'tabs' } = options
  const named: Record<string, string> = {
    ...attributes,
    'bff-url': bffUrl,
    ...(clientSecret === undefined ? {} : { 'client-secret': clientSecret }),
    ...(payButton ? {} : { 'pay-button': 'none' }),
    ...(inRows(layout) ? { layout } : {}),
  }
  const written = Object.entries(named)
    .filter(([name]) => ATTRIBUTE.test(name) && !name.startsWith('on'))
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join('')
  const framed = (options.cardFrame ?? true) && (attributes['card-entry'] ?? 'frame') === 'frame'
  const shadow = `<template shadowrootmode="open">${framed ? framePlace(options) : drawing(options)}</template>`
  return `<paykka-checkout${written}>${shadow}${framed ? cardFrame(options) : ''}</paykka-checkout>`
}

/** The frame exactly as the element would create it; otherwise the element creates its own. */
function cardFrame({ bffUrl, attributes = {}, fieldHeight = 46 }: SkeletonOptions): string {
  const { locale = '', theme = '' } = attributes
  const query = new URLSearchParams({ ...(locale && { locale }), ...(theme && { theme }) })
  const address = escapeHtml(`${bffUrl.replace(/\/+$/, '')}/card-frame?${query}`)
  return (
    `<iframe slot="card-frame" src="${address}" title="Card details" sandbox="${SANDBOX}" allow="payment"` +
    ` width="100%" height="${3 * (50 + fieldHeight)}" frameborder="0" align="top"></iframe>`
  )
}

/** A table reserves the place around the frame without styles: its cell has the border and padding of the element. */
function framePlace(options: SkeletonOptions): string {
  const top = inRows(options.layout) ? `<svg display="block" width="1" height="${METHOD_HEIGHT}"></svg>` : ''
  const cell = `<td valign="top" height="${heightOf(options) - 2 * PADDING}">${top}<slot name="card-frame"></slot></td>`
  return `<table role="presentation" width="100%" border="0" cellspacing="0" cellpadding="${PADDING}"><tr>${cell}</tr></table>`
}

function drawing(options: SkeletonOptions): string {
  const { fieldHeight = 46, layout = 'tabs' } = options
  const height = heightOf(options)
  const top = 21 + (inRows(layout) ? METHOD_HEIGHT : 0)
  const row = (index: number) => top + 24 + index * (50 + fieldHeight)
  const bar = (x: string, y: number, width: string) =>
    `<rect x="${x}" y="${y}" width="${width}" height="${fieldHeight}" rx="8" fill-opacity="0.08"/>`
  return (
    `<svg display="block" width="100%" height="${height}" fill="currentColor" aria-hidden="true">` +
    `${bar('4%', row(0), '92%')}${bar('4%', row(1), '44%')}${bar('52%', row(1), '44%')}${bar('4%', row(2), '92%')}` +
    '</svg>'
  )
}
