/**
 * Cleans an SVG by an allow-list: only what is known to draw is written anew. Browsers show a mark as an image, where no
 * script runs; cleaning also protects a person who opens the file by its address.
 */
import type { XmlNode } from '@rgrove/parse-xml'
import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { escapeXml, fromStyle, isSafeValue } from './svg-values.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

const SHAPES = words('path rect circle ellipse line polyline polygon')
const GROUPS = words('g defs linearGradient radialGradient stop clipPath mask title')

/** Without these the picture would be another one, so the file is refused. Text would need a font of the device. */
const NEEDED = words('style use symbol image text foreignObject pattern filter')

const ATTRIBUTES = words(`id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform
  preserveAspectRatio fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin
  stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity clip-path clip-rule mask
  offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits
  maskContentUnits`)

const MAX_DEPTH = 16

/** @throws Error that says why the text is no usable picture */
export function cleanSvg(text: string): string {
  const { root } = parseXml(text)
  if (root?.name !== 'svg') throw new Error('is no SVG')
  if (!/^[\d.eE+\-\s,]+$/.test(root.attributes.viewBox ?? '')) throw new Error('has no viewBox')
  const content = childrenOf(root, 0)
  if (![...SHAPES].some((shape) => content.includes(`<${shape}`))) throw new Error('draws nothing')
  return `<svg xmlns="http://www.w3.org/2000/svg"${attributesOf(root)}>${content}</svg>`
}

const childrenOf = ({ children }: XmlElement, depth: number): string =>
  children.map((child) => write(child, depth + 1)).join('')

function write(node: XmlNode, depth: number): string {
  if (!(node instanceof XmlElement)) return ''
  const { name } = node
  if (NEEDED.has(name)) throw new Error(`uses <${name}>: export it with plain shapes and attributes`)
  if (depth > MAX_DEPTH) throw new Error('is nested too deeply')
  if (name === 'title') return `<title>${escapeXml(node.text.slice(0, 100))}</title>`
  if (!SHAPES.has(name) && !GROUPS.has(name)) return ''
  return `<${name}${attributesOf(node)}>${childrenOf(node, depth)}</${name}>`
}

const attributesOf = ({ attributes }: XmlElement): string =>
  Object.entries({ ...attributes, ...fromStyle(attributes.style) })
    .filter(([name, value]) => ATTRIBUTES.has(name) && isSafeValue(value))
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('')
