/** Every arrangement of the card form: no overflow in any language at 320 pixels, nothing for axe, errors readable. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { expect } from 'chai'
import { PaykkaCardForm } from '../../../src/card/form/card-form.ts'
import { loadTexts } from '../../../src/locales/locales.ts'
import { directionOf, useLocale } from '../../../src/locales/localization.ts'
import { LOCALES } from '../../../src/locales/names.ts'
import { dressForm } from '../../../src/ui/appearance/dress-form.ts'
import { expectAccessible } from '../../support/a11y.ts'

if (!customElements.get('paykka-card-form')) customElements.define('paykka-card-form', PaykkaCardForm)

const ARRANGEMENTS: readonly Appearance[] = [
  { labels: 'floating' },
  { labels: 'inside', density: 'compact' },
  { density: 'compact', holder: 'optional' },
  { density: 'roomy', iconStyle: 'none' },
  { cardLayout: 'line', iconStyle: 'mono' },
  { cardLayout: 'line', labels: 'floating', holder: 'hidden' },
]

let form: PaykkaCardForm
let place: HTMLElement

const shown = () => form.shadowRoot ?? expect.fail('no root')
const fields = () =>
  [...shown().querySelectorAll<HTMLElement>('.field')].filter((field) => field.offsetHeight > 0)

async function show(look: Appearance, locale: string, width: number): Promise<void> {
  await useLocale(locale)
  place = document.createElement('main')
  place.style.inlineSize = `${width}px`
  place.dir = directionOf(locale)
  place.lang = locale
  form = new PaykkaCardForm()
  form.brands = ['visa', 'mastercard', 'amex', 'jcb', 'discover']
  form.texts = locale === 'en' ? {} : await loadTexts(locale)
  place.append(form)
  document.body.append(place)
  await form.updateComplete
  dressForm(form, look, [])
  form.requestUpdate()
  await form.updateComplete
}

afterEach(async () => {
  place.remove()
  await useLocale('en')
})

/** What sticks out of the form, and the boxes that lie over one another. */
function faults(): string[] {
  const around = form.getBoundingClientRect()
  const boxes = fields().map((field) => ({
    name: field.className,
    box: field.querySelector('input') as HTMLElement,
  }))
  const out = boxes.flatMap(({ name, box }) => {
    const { left, right, width } = box.getBoundingClientRect()
    return left < around.left - 1 || right > around.right + 1 || width < 60 ? [`${name} sticks out`] : []
  })
  const over = boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter((other) => overlap(one.box, other.box))
      .map((other) => `${one.name} over ${other.name}`),
  )
  const wide = form.scrollWidth > form.clientWidth + 1 ? ['the form is too wide'] : []
  return [...out, ...over, ...wide]
}

function overlap(one: Element, other: Element): boolean {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()]
  // Joined fields share their edge.
  return a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 2 && b.top < a.bottom - 2
}

for (const look of ARRANGEMENTS)
  describe(JSON.stringify(look), () => {
    it('fits in every language, at 320 pixels and wide', async () => {
      const wrong: string[] = []
      for (const locale of ['en', ...LOCALES])
        for (const width of [278, 560]) {
          await show(look, locale, width)
          wrong.push(...faults().map((fault) => `${locale} ${width}: ${fault}`))
          place.remove()
        }
      expect(wrong).to.deep.equal([])
    })

    it('fits with a text of twice the size', async () => {
      await show(look, 'de', 278)
      place.style.fontSize = '32px'
      form.style.setProperty('--paykka-font-size', '32px')
      await form.updateComplete
      expect(faults()).to.deep.equal([])
    })

    it('has nothing for axe, empty and with errors', async () => {
      await show(look, 'en', 400)
      await expectAccessible(place)
      form.report()
      await form.updateComplete
      await expectAccessible(place)
      const errors = [...shown().querySelectorAll<HTMLElement>('.error')].filter(
        (error) => getComputedStyle(error).visibility === 'visible' && error.offsetHeight > 0,
      )
      expect(errors.length).to.be.at.least(1)
    })
  })
