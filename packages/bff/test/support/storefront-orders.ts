/** Orders as storefronts of many countries send them: people and streets of those countries, and what forms, plugins and old databases do to them. */
import type { Faker } from '@faker-js/faker'
import { allFakers } from '@faker-js/faker'
import { randomOf } from '../cards/number-spaces.ts'
import { SHOP_ORIGIN } from './world.ts'

/** Countries with the language of their people, the currency and the locale as the shop's software writes it. */
const COUNTRIES: [country: string, language: keyof typeof allFakers, currency: string, locale: string][] = [
  ['AT', 'de_AT', 'EUR', 'de_AT'],
  ['AM', 'hy', 'AMD', 'hy_AM'],
  ['AU', 'en_AU', 'AUD', 'en-au'],
  ['AZ', 'az', 'AZN', 'az_AZ'],
  ['BD', 'bn_BD', 'BDT', 'bn_BD'],
  ['BE', 'nl_BE', 'EUR', 'nl_BE'],
  ['BR', 'pt_BR', 'BRL', 'pt_BR'],
  ['CA', 'fr_CA', 'CAD', 'fr_CA'],
  ['CH', 'de_CH', 'CHF', 'de_CH_informal'],
  ['CN', 'zh_CN', 'CNY', 'zh_CN.UTF-8'],
  ['CZ', 'cs_CZ', 'CZK', 'cs_CZ'],
  ['DE', 'de', 'EUR', 'de_DE_formal'],
  ['DK', 'da', 'DKK', 'da_DK'],
  ['ES', 'es', 'EUR', 'es-ES'],
  ['FI', 'fi', 'EUR', 'fi'],
  ['FR', 'fr', 'EUR', 'fr_FR.UTF-8'],
  ['GB', 'en_GB', 'GBP', 'en_GB'],
  ['GE', 'ka_GE', 'GEL', 'ka_GE'],
  ['GH', 'en_GH', 'GHS', 'en_GH'],
  ['GR', 'el', 'EUR', 'el_GR'],
  ['HK', 'en_HK', 'HKD', 'zh_HK'],
  ['HR', 'hr', 'EUR', 'hr'],
  ['HU', 'hu', 'HUF', 'hu_HU'],
  ['ID', 'id_ID', 'IDR', 'id_ID'],
  ['IE', 'en_IE', 'EUR', 'en-IE,en;q=0.9'],
  ['IL', 'he', 'ILS', 'iw_IL'],
  ['IN', 'en_IN', 'INR', 'en_IN'],
  ['IR', 'fa', 'USD', 'fa_IR'],
  ['IT', 'it', 'EUR', 'it_IT'],
  ['JP', 'ja', 'JPY', 'ja_JP'],
  ['KR', 'ko', 'KRW', 'ko_KR'],
  ['KW', 'ar', 'KWD', 'ar_KW'],
  ['LU', 'fr_LU', 'EUR', 'fr_LU'],
  ['LV', 'lv', 'EUR', 'lv'],
  ['MK', 'mk', 'MKD', 'mk_MK'],
  ['MX', 'es_MX', 'MXN', 'es_MX'],
  ['NG', 'en_NG', 'NGN', 'en_NG'],
  ['NL', 'nl', 'EUR', 'nl_NL@euro'],
  ['NO', 'nb_NO', 'NOK', 'nb_NO'],
  ['NP', 'ne', 'NPR', 'ne_NP'],
  ['PL', 'pl', 'PLN', 'pl_PL'],
  ['PT', 'pt_PT', 'EUR', 'pt_PT_ao90'],
  ['RO', 'ro', 'RON', 'ro_RO'],
  ['RS', 'sr_RS_latin', 'RSD', 'sr_RS@latin'],
  ['SA', 'ar', 'SAR', 'ar_SA'],
  ['SE', 'sv', 'SEK', 'sv_SE'],
  ['SK', 'sk', 'EUR', 'sk_SK'],
  ['TH', 'th', 'THB', 'th_TH'],
  ['TR', 'tr', 'TRY', 'tr_TR'],
  ['TW', 'zh_TW', 'TWD', 'zh_TW'],
  ['UA', 'uk', 'UAH', 'uk'],
  ['US', 'en_US', 'USD', 'en_US'],
  ['VN', 'vi', 'VND', 'vi'],
  ['ZA', 'en_ZA', 'ZAR', 'en_ZA'],
]

export const COUNTRY_COUNT = COUNTRIES.length

type StorefrontOrder = Record<string, unknown> & {
  orderReference: string
  amount: { value: number; currency: string }
}

type Maker = { faker: Faker; random: () => number; country: string }

/** @returns the order of that number, always the same */
export function storefrontOrder(index: number): StorefrontOrder {
  const [country, language, currency, locale] = COUNTRIES[
    index % COUNTRIES.length
  ] as (typeof COUNTRIES)[number]
  const faker = allFakers[language]
  faker.seed(index)
  const maker = { faker, random: randomOf(index), country }
  const billing = addressOf(maker)
  return {
    orderReference: pick(maker, [
      `${100_000 + index}`,
      `#W-${index}`,
      `ord_${index}@${country}`,
      `40063${String(index).padStart(8, '0')}`,
    ]),
    amount: { value: 1 + Math.floor(maker.random() * 500_000), currency },
    returnUrl: `${SHOP_ORIGIN}/checkout/done?key=wc_order%20${index}&a[]=1#top`,
    locale: pick(maker, [locale, '', null]),
    shopper: shopperOf(maker, index),
    billing,
    shipping: pick(maker, [null, billing, addressOf(maker), {}, []]),
    goods: goodsOf(maker),
    metadata: metadataOf(maker, index),
    ...pick(maker, [
      {},
      { descriptor: reported(() => faker.company.name()) },
      { descriptor: null, merchantName: reported(() => faker.company.name()) },
    ]),
  }
}

function pick<T>({ random }: Pick<Maker, 'random'>, of: readonly T[]): T {
  return of[Math.floor(random() * of.length)] as T
}

/** Not every language has every kind of data: without states, nobody fills them in. */
function reported(make: () => string): string {
  try {
    return make()
  } catch {
    return ''
  }
}

/** What happens to a text between a shopper's finger and the shop's request. */
function worn(maker: Maker, make: () => string): unknown {
  const text = reported(make)
  return pick(maker, [
    text,
    text,
    text,
    ` ${text} `,
    `${text}\r\n`,
    text.replace(/ /g, '\t'),
    text.replace(/ /g, '\u00a0'),
    `\u200f${text}\u200e`,
    `${text}\u0000`,
    text.normalize('NFD'),
    `${text} \u{1f381}\ud83d`,
    text.toUpperCase(),
    `${text} ${text.repeat(12)}`,
    '',
    null,
  ])
}

function addressOf(maker: Maker): Record<string, unknown> {
  const { faker, country } = maker
  return {
    firstName: worn(maker, () => faker.person.firstName()),
    lastName: worn(maker, () => faker.person.lastName()),
    line1: worn(maker, () => faker.location.streetAddress()),
    line2: worn(maker, () => faker.location.secondaryAddress()),
    city: worn(maker, () => faker.location.city()),
    state: worn(maker, () => faker.location.state()),
    postalCode: pick(maker, [
      reported(() => faker.location.zipCode()),
      `${reported(() => faker.location.zipCode())} `,
      1067,
      null,
    ]),
    country: pick(maker, [
      country,
      country.toLowerCase(),
      `${country} `,
      reported(() => faker.location.country()),
      '',
    ]),
    email: emailOf(maker),
    phoneAreaCode: pick(maker, [undefined, null, '', '+49', '0044', '+1-242', 49]),
    phoneNumber: phoneOf(maker),
  }
}

function emailOf(maker: Maker): unknown {
  const address = reported(() => maker.faker.internet.email())
  return pick(maker, [address, ` ${address}`, `mailto:${address}`, `${address}\n`, 'none', ''])
}

function phoneOf(maker: Maker): unknown {
  const { faker, random } = maker
  const styles = (['human', 'national', 'international'] as const).map((style) =>
    faker.phone.number({ style }),
  )
  const digits = String(Math.floor(random() * 1e9))
  return pick(maker, [
    ...styles,
    ...styles,
    `${styles[1]} ext 4`,
    `${styles[0]} / ${styles[1]}`,
    digits,
    Number(digits),
    'n/a',
    null,
  ])
}

function shopperOf(maker: Maker, index: number): unknown {
  const { faker } = maker
  return pick(maker, [
    null,
    [],
    { email: emailOf(maker) },
    {
      reference: pick(maker, [`auth0|${index}`, `shopper${index}@shop.example`, `${index}`, null]),
      ip: pick(maker, [
        faker.internet.ipv4(),
        `${faker.internet.ipv4()}:443`,
        faker.internet.ipv6(),
        '',
        null,
      ]),
      firstName: worn(maker, () => faker.person.firstName()),
      lastName: worn(maker, () => faker.person.lastName()),
      phoneNumber: phoneOf(maker),
      registrationTime: pick(maker, [faker.date.past().toISOString(), 1_700_000_000, '']),
      pastTransactions: pick(maker, [3, '3', -1, 1.5, null]),
      gender: pick(maker, ['f', 'prefer not to say, thank you', '', null]),
      level: pick(maker, ['gold', 7, null]),
    },
  ])
}

function goodsOf(maker: Maker): unknown {
  const lines = Array.from({ length: Math.floor(maker.random() * 6) }, () => lineOf(maker))
  const withGap = Object.fromEntries(lines.map((line, index) => [index * 2, line]))
  return pick(maker, [lines, lines, lines, withGap, null, ''])
}

function lineOf(maker: Maker): Record<string, unknown> {
  const { faker, random } = maker
  const ean = `4${String(Math.floor(random() * 1e12)).padStart(12, '0')}`
  return {
    id: pick(maker, [ean, Number(ean), faker.string.uuid(), `SKU-${faker.string.alphanumeric(80)}`, null]),
    name: worn(maker, () => faker.commerce.productName()),
    description: worn(maker, () => `${faker.commerce.productDescription()}\n\nEAN ${ean}`),
    category: worn(maker, () => faker.commerce.department()),
    brand: worn(maker, () => faker.company.name()),
    link: pick(maker, [`${SHOP_ORIGIN}/p/${ean}?a b`, `/p/${ean}`, `//shop.example/p/${ean}`, '', null]),
    pictureUrl: pick(maker, [
      `//cdn.shop.example/${ean}.png`,
      'data:image/png;base64,AAAA',
      'img/1.png',
      faker.image.url(),
      null,
    ]),
    price: pick(maker, [
      1 + Math.floor(random() * 90_000),
      String(1 + Math.floor(random() * 9000)),
      0,
      -500,
      10.99,
      null,
    ]),
    quantity: pick(maker, [1, 1, 2, '3', '1.5', 0.25, '2,0 kg', 0, '', 'many']),
    deliveryDate: pick(maker, [
      undefined,
      '2026-12-24',
      '2026-12-24 10:00:00',
      '24.12.2026',
      1_798_113_600,
      '',
    ]),
  }
}

function metadataOf(maker: Maker, index: number): unknown {
  const { faker } = maker
  return pick(maker, [
    null,
    [],
    {
      _wc_order_key: `wc_order_${index}`,
      note: worn(maker, () => faker.lorem.paragraphs(3)),
      vip: true,
      cart: [1, 2],
      'utm source': 'mail',
    },
    Object.fromEntries(Array.from({ length: 30 }, (_, name) => [`field ${name}`, name])),
  ])
}
