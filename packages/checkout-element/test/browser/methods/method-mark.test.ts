/** Marks of payment methods: the merchant's picture once it is loaded, a plain symbol without it. */
import { expect } from 'chai'
import { html, render } from 'lit'
import { markStyles } from '../../../src/methods/method-mark.styles.ts'
import { markUrl, methodMark } from '../../../src/methods/method-mark.ts'

const PICTURE =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 22"%3E%3Cpath d="M0 0h34v22z"/%3E%3C/svg%3E'

let place: HTMLElement

function show(url: string | null): { symbol: Element; picture: HTMLImageElement | null } {
  place = document.body.appendChild(document.createElement('div'))
  render(html`<style>${markStyles}</style>${methodMark('bank', url)}`, place)
  return { symbol: place.querySelector('.icon') ?? expect.fail(), picture: place.querySelector('img') }
}

const isShown = (element: Element): boolean => getComputedStyle(element).display !== 'none'
const event = (target: EventTarget, type: string) =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }))

describe('a mark', () => {
  afterEach(() => place.remove())

  it('is a symbol in the color of the text without a picture, and says nothing to screen readers', () => {
    const { symbol, picture } = show(null)
    expect(picture).to.equal(null)
    expect(isShown(symbol)).to.equal(true)
    expect(symbol.getAttribute('stroke')).to.equal('currentColor')
    expect(place.querySelector('.mark')?.getAttribute('aria-hidden')).to.equal('true')
  })

  it("is the merchant's picture once it is there", async () => {
    const { symbol, picture } = show(PICTURE)
    if (!picture?.complete) await event(picture ?? expect.fail(), 'load')
    expect(isShown(picture ?? expect.fail())).to.equal(true)
    expect(isShown(symbol)).to.equal(false)
    expect(picture?.getBoundingClientRect().height).to.equal(22)
  })

  it('stays a symbol when the picture cannot be loaded', async () => {
    const { symbol, picture } = show(`${location.origin}/nowhere.svg`)
    await event(picture ?? expect.fail(), 'error')
    expect(isShown(picture ?? expect.fail())).to.equal(false)
    expect(isShown(symbol)).to.equal(true)
  })
})

describe('markUrl', () => {
  const marks = {
    ideal: '/marks/ideal.0.svg',
    gcash: 'https://evil.example/x.svg',
    pix: '//evil.example/marks/',
  }
  it('leads to the BFF only', () => {
    const url = (code: string) => markUrl({ marks }, code, 'https://pay.example')
    expect(url('ideal')).to.equal('https://pay.example/marks/ideal.0.svg')
    for (const code of ['gcash', 'pix', 'eps']) expect(url(code)).to.equal(null)
    expect(markUrl({}, 'ideal', 'https://pay.example')).to.equal(null)
  })
})
