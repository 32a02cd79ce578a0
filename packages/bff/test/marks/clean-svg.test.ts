/** The allow-list for marks: what draws stays, what runs or loads goes. */
import { parseXml, XmlElement } from '@rgrove/parse-xml'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanSvg } from '../../src/marks/clean-svg.ts'

const svg = (content: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 34 22" ${attributes}>${content}</svg>`
const SHAPE = '<path d="M0 0h3v3z"/>'

describe('cleanSvg', () => {
  it.each([
    [
      'shapes and colors',
      '<g fill="#0a5" transform="translate(1 2) scale(.5)"><circle cx="1" cy="2" r="3"/></g>',
    ],
    [
      'a gradient of the same file',
      '<defs><linearGradient id="a"><stop offset="0%" stop-color="rgb(1,2,3)"/></linearGradient></defs><rect width="9" height="9" fill="url(#a)"/>',
    ],
  ])('keeps %s', (_what, content) => {
    const cleaned = cleanSvg(svg(content))
    for (const [attribute] of content.matchAll(/[\w-]+="[^"]*"/g)) expect(cleaned).toContain(attribute)
  })

  it('turns a style attribute into attributes, and leaves geometry in it out', () => {
    const cleaned = cleanSvg(
      svg('<rect width="9" style="fill:#fff;stroke-width:2;width:900px;behavior:url(#x)"/>'),
    )
    expect(cleaned).toContain('<rect width="9" fill="#fff" stroke-width="2">')
  })

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an animation', '<animate attributeName="href" to="javascript:alert(1)"/>'],
    ['a link', '<a href="javascript:alert(1)"><path d="M0 0"/></a>'],
    ['a set', '<set attributeName="onmouseover" to="alert(1)"/>'],
    [
      "an editor's data",
      '<metadata><x:y xmlns:x="urn:x">secret</x:y></metadata><sodipodi:namedview xmlns:sodipodi="urn:s"/>',
    ],
    ['a comment', '<!-- alert(1) -->'],
    ['foreign markup', '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"></iframe>'],
  ])('leaves %s out', (_what, content) => {
    expect(cleanSvg(svg(content + SHAPE))).toBe(cleanSvg(svg(SHAPE)))
  })

  it.each([
    'onload="alert(1)"',
    'href="https://evil.example/x.svg"',
    'xlink:href="javascript:alert(1)"',
    'style="fill:url(https://evil.example)"',
    'fill="url(https://evil.example/x#a)"',
    'fill="url(//evil.example)"',
    'fill="var(--secret)"',
    'fill="image-set(x)"',
    'fill="expression(alert)"',
    'clip-path="url( javascript:1 )"',
    'class="x"',
    'filter="url(#x)"',
  ])('leaves the attribute %s out', (attribute) => {
    expect(cleanSvg(svg(`<path ${attribute} d="M0 0h3v3z"/>`))).toBe(cleanSvg(svg(SHAPE)))
    expect(cleanSvg(svg(SHAPE, attribute))).toBe(cleanSvg(svg(SHAPE)))
  })

  it.each([
    ['<html/>', 'is no SVG'],
    [svg(''), 'draws nothing'],
    [svg('<script/>'), 'draws nothing'],
    ['<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', 'has no viewBox'],
    [svg('<style>.a{fill:url(https://evil.example)}</style>'), 'uses <style>'],
    [svg('<use href="#a"/>'), 'uses <use>'],
    [svg('<image href="data:image/png;base64,AAAA"/>'), 'uses <image>'],
    [svg('<foreignObject><b/></foreignObject>'), 'uses <foreignObject>'],
    [svg('<text>Pay</text>'), 'uses <text>'],
    [svg('<g>'.repeat(40) + SHAPE + '</g>'.repeat(40)), 'nested too deeply'],
    ['<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"><path d="&a;"/></svg>', ''],
    ['<svg viewBox="0 0 1 1"><path', ''],
    ['\u0000\u0001', ''],
  ])('refuses %j', (text, reason) => {
    expect(() => cleanSvg(text)).toThrow(reason)
  })

  it('writes nothing but its own elements and attributes, whatever it reads', () => {
    const name = fc.constantFrom('g', 'path', 'script', 'a', 'svg', 'title', 'animate', 'x:y', 'mask')
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('url(#a)', 'url(javascript:1)', '"><script>', '&amp;lt;'),
    )
    const attribute = fc.tuple(fc.constantFrom('d', 'fill', 'onload', 'href', 'style', 'id', 'mask'), value)
    const element = fc.tuple(name, fc.uniqueArray(attribute, { selector: ([key]) => key, maxLength: 4 }))
    fc.assert(
      fc.property(fc.array(element, { maxLength: 8 }), (elements) => {
        const content = elements.map(([tag, attributes]) => {
          const written = attributes.map(([key, text]) => `${key}="${escaped(text)}"`)
          return `<${tag} xmlns:x="urn:x" ${written.join(' ')}>${SHAPE}</${tag}>`
        })
        expect(cleanSvg(cleanSvg(svg(content.join('') + SHAPE)))).toBe(
          cleanSvg(svg(content.join('') + SHAPE)),
        )
        for (const found of walk(parseXml(cleanSvg(svg(content.join('') + SHAPE))).root)) {
          expect(['svg', 'g', 'path', 'title', 'mask']).toContain(found.name)
          expect(Object.keys(found.attributes).join(' ')).not.toMatch(/on|href|style/)
          expect(Object.values(found.attributes).join(' ')).not.toMatch(/javascript|<|:(?!\/\/www\.w3)/)
        }
      }),
    )
  })
})

/** As text of an attribute, without the characters that XML does not know. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')

function* walk(element: XmlElement | null): Generator<XmlElement> {
  if (!element) return
  yield element
  for (const child of element.children) if (child instanceof XmlElement) yield* walk(child)
}
