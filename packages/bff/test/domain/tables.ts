/** What is given, what is sent, what is warned of: one table per module, for its test and for the page of the docs. */
import { readAddress } from '../../src/domain/address.ts'
import { readCountry } from '../../src/domain/country.ts'
import { readEmail } from '../../src/domain/email.ts'
import { goodsReader } from '../../src/domain/goods.ts'
import { readLocaleTag } from '../../src/domain/locale.ts'
import { metadataReader } from '../../src/domain/metadata.ts'
import { readMoment } from '../../src/domain/moment.ts'
import type { Reading, Reason } from '../../src/domain/reading.ts'
import { readObject } from '../../src/domain/reading.ts'
import { textReader } from '../../src/domain/text.ts'
import { webAddressReader } from '../../src/domain/web-address.ts'

/** Warnings as `reason` of the value itself, or `/member reason`. */
export type Row = [given: unknown, sent: unknown, ...warned: string[]]
export type Table = {
  /** What the docs call it, and say of it. */
  title: string
  about: string
  read: (given: unknown) => Reading<unknown>
  /** Its members may have any name. */
  isFree?: boolean
  rows: Row[]
}

const changed: Reason = 'changed'
const shortened: Reason = 'shortened'
const leftOut: Reason = 'left_out'
const FAMILY = '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}'

const NAMES = { firstName: 64, middleName: 64, lastName: 64 }
const ADDRESS = { ...NAMES, line1: 200, line2: 200, city: 100, state: 100, postalCode: 20 }

/** Reads an address of Germany, unless it says otherwise. */
const address = readObject((given) => readAddress(given, ADDRESS, 'DE'))
const phone = (number: unknown, areaCode?: unknown, country?: string) => ({
  ...(country === undefined ? {} : { country }),
  ...(areaCode === undefined ? {} : { phoneAreaCode: areaCode }),
  phoneNumber: number,
})
const phoned = (areaCode: string, number: string, country?: string) => ({
  ...(country === undefined ? {} : { country }),
  phoneAreaCode: areaCode,
  phoneNumber: number,
})
const NUMBER = `/phoneNumber ${changed}`
const AREA = `/phoneAreaCode ${changed}`

const goods = goodsReader({
  texts: { id: 64, name: 200, description: 500, category: 100, brand: 100 },
  addresses: { link: 1024, pictureUrl: 1024 },
  lines: 200,
  price: 999_999_999_999,
  quantity: 1_000_000,
})
/** Reads a basket of one line. @returns that line, undefined when it is left out */
function line(given: unknown): Reading<unknown> {
  const { value, warnings } = goods([given])
  return {
    value: value?.[0],
    warnings: warnings.map((one) => ({ ...one, field: one.field.replace('/0', '') })),
  }
}
const shirt = { id: 'S-1', name: 'Shirt', price: 1099, quantity: 1 }

export const TABLES: Table[] = [
  {
    title: 'Text',
    about:
      'Names, streets, cities, descriptions: one line, without what nobody sees. Here cut at 20 characters, never within one.',
    read: textReader(20),
    rows: [
      ['Ada', 'Ada'],
      ['Ren\u00e9e', 'Ren\u00e9e'],
      ['\u674e\u96f7', '\u674e\u96f7'],
      [undefined, undefined],
      [null, undefined],
      ['', undefined],
      ['  Ada ', 'Ada', changed],
      ['Ada\nByron', 'Ada Byron', changed],
      ['Ada\r\n\tByron', 'Ada Byron', changed],
      ['Ada\u0000Byron', 'Ada Byron', changed],
      ['Ada\u001b[31m', 'Ada [31m', changed],
      ['\u200fAda\u200e \u202eByron\u202c', 'Ada Byron', changed],
      ['\ufeffAda', 'Ada', changed],
      ['Ada\u00a0 \u3000Byron', 'Ada Byron', changed],
      ['Ada\u2028Byron', 'Ada Byron', changed],
      ['Re\u0301ne', 'R\u00e9ne', changed],
      ['Ada \ud83d', 'Ada', changed],
      ['\udc00Ada', 'Ada', changed],
      [
        '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
        '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
      ],
      [FAMILY, FAMILY],
      [10115, '10115', changed],
      ['x'.repeat(20), 'x'.repeat(20)],
      ['x'.repeat(21), 'x'.repeat(20), shortened],
      [`${'x'.repeat(19)}\u{1f600}`, 'x'.repeat(19), shortened],
      [`${'x'.repeat(15)}${FAMILY}`, 'x'.repeat(15), shortened],
      [`${'x'.repeat(19)}q\u0302\u0323`, 'x'.repeat(19), shortened],
      [`${'x'.repeat(18)}  y`, `${'x'.repeat(18)} y`, changed],
      [`${'x'.repeat(19)} y`, 'x'.repeat(19), shortened],
      [' \n\u200b', undefined, leftOut],
      [true, undefined, leftOut],
      [{ de: 'Hemd' }, undefined, leftOut],
      [['Ada'], undefined, leftOut],
    ],
  },
  {
    title: 'Countries',
    about: 'ISO 3166-1 alpha-2, from codes of two or three letters and from names in ten languages.',
    read: readCountry,
    rows: [
      ['DE', 'DE'],
      ['XK', 'XK'],
      [null, undefined],
      ['', undefined],
      ['de', 'DE', changed],
      [' De ', 'DE', changed],
      ['UK', 'GB', changed],
      ['uk', 'GB', changed],
      ['EL', 'GR', changed],
      ['DEU', 'DE', changed],
      ['usa', 'US', changed],
      ['U.S.A.', 'US', changed],
      ['Germany', 'DE', changed],
      ['Deutschland', 'DE', changed],
      ['The Netherlands', 'NL', changed],
      ['\u00d6sterreich', 'AT', changed],
      ['\u65e5\u672c', 'JP', changed],
      ['United States of America', 'US', changed],
      ['England', 'GB', changed],
      ['Czech Republic', 'CZ', changed],
      ['ZZ', undefined, leftOut],
      ['EU', undefined, leftOut],
      ['Europe', undefined, leftOut],
      ['constructor', undefined, leftOut],
      [49, undefined, leftOut],
    ],
  },
  {
    title: 'Telephone numbers',
    about:
      'Digits in two parts. A number without a country is dialed in that of its address, else of the other address; here that is Germany.',
    read: address,
    rows: [
      [phone('1711234567', '49'), phoned('49', '1711234567')],
      [phone('98421617', '0580'), phoned('0580', '98421617')],
      [phone('756879736', '33'), phoned('33', '756879736')],
      [phone('+491711234567'), phoned('49', '1711234567'), NUMBER],
      [phone('+49 (0)171 / 123 45-67'), phoned('49', '1711234567'), NUMBER],
      [phone('00491711234567', undefined, 'US'), phoned('49', '1711234567', 'US'), NUMBER],
      [phone('011 49 171 1234567', undefined, 'US'), phoned('49', '1711234567', 'US'), NUMBER],
      [phone('0171/1234567'), phoned('49', '1711234567'), NUMBER],
      [phone('0171.1234567', '+49'), phoned('49', '1711234567'), AREA, NUMBER],
      [phone('06 12 34 56 78', undefined, 'FR'), phoned('33', '612345678', 'FR'), NUMBER],
      [phone('06 1234 5678', undefined, 'IT'), phoned('39', '0612345678', 'IT'), NUMBER],
      [phone('(212) 555-0123 ext 4', undefined, 'US'), phoned('1', '2125550123', 'US'), NUMBER],
      [phone('212-555-0123x4', undefined, 'US'), phoned('1', '2125550123', 'US'), NUMBER],
      [phone('555-1234', '+1-242'), phoned('1242', '5551234'), AREA, NUMBER],
      [phone('+12425551234', '+1-242'), phoned('1', '2425551234'), AREA, NUMBER],
      [
        phone('\u0660\u0665\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667', undefined, 'SA'),
        phoned('966', '501234567', 'SA'),
        NUMBER,
      ],
      [phone('\uff0b81\u300090\uff0d1234\uff0d5678'), phoned('81', '9012345678'), NUMBER],
      [phone('090\u30fc1234\u30fc5678', undefined, 'JP'), phoned('81', '9012345678', 'JP'), NUMBER],
      [phone(1711234567, 49), phoned('49', '1711234567'), AREA, NUMBER],
      [phone('+49 171 1234567, +49 30 7654321'), phoned('49', '1711234567'), NUMBER],
      [phone('12 34 56', undefined, 'ZZ'), phoned('49', '123456'), `/country ${leftOut}`, NUMBER],
      [phone('49 171 1234567'), phoned('49', '1711234567'), NUMBER],
      [phone('0011 44 20 7946 0958', undefined, 'AU'), phoned('44', '2079460958', 'AU'), NUMBER],
      [phone('+52 1 55 1234 5678'), phoned('52', '15512345678'), NUMBER],
      [phone('1-800-FLOWERS', undefined, 'US'), { country: 'US' }, `/phoneNumber ${leftOut}`],
      [phone('4242 4242 4242 4242'), {}, `/phoneNumber ${leftOut}`],
      [phone('', ''), {}],
      [phone(null, null), {}],
      [phone('n/a'), {}, `/phoneNumber ${leftOut}`],
      [phone('12'), {}, `/phoneNumber ${leftOut}`],
      [phone('9'.repeat(30)), {}, `/phoneNumber ${leftOut}`],
      [phone('1711234567', '+'), phoned('49', '1711234567'), AREA],
      [phone(['1'], { a: 1 }), {}, `/phoneAreaCode ${leftOut}`, `/phoneNumber ${leftOut}`],
    ],
  },
  {
    title: 'Addresses',
    about: 'Each member by its own rule. Given and family names are never joined or split.',
    read: address,
    rows: [
      [
        { firstName: 'Mary Ann', lastName: 'Smith', postalCode: '10115', country: 'DE' },
        { firstName: 'Mary Ann', lastName: 'Smith', postalCode: '10115', country: 'DE' },
      ],
      [{ firstName: null, lastName: '', line2: '' }, {}],
      [{}, {}],
      [[], undefined],
      [null, undefined],
      [{ postalCode: 1067 }, { postalCode: '1067' }, `/postalCode ${changed}`],
      [{ postalCode: '\u0661\u0661\u0665\u0664\u0663' }, { postalCode: '11543' }, `/postalCode ${changed}`],
      [{ line1: 'Main St 1\nFloor 2' }, { line1: 'Main St 1 Floor 2' }, `/line1 ${changed}`],
      [{ lastName: 'x'.repeat(70) }, { lastName: 'x'.repeat(64) }, `/lastName ${shortened}`],
      [{ country: 'uk', email: 'no' }, { country: 'GB' }, `/country ${changed}`, `/email ${leftOut}`],
      ['Main St 1', undefined, leftOut],
      [['Main St 1'], undefined, leftOut],
    ],
  },
  {
    title: 'E-mail addresses',
    about: 'Checked for their outline alone; the letters stay as they are.',
    read: readEmail,
    rows: [
      ['ada@shop.example', 'ada@shop.example'],
      ['Ada+1@Shop.example', 'Ada+1@Shop.example'],
      ['j\u00f6rg@b\u00fccher.example', 'j\u00f6rg@b\u00fccher.example'],
      ['', undefined],
      [' ada@shop.example\n', 'ada@shop.example', changed],
      ['mailto:ada@shop.example', 'ada@shop.example', changed],
      ['Ada <ada@shop.example>', 'ada@shop.example', changed],
      ['ada@shop.example, eve@shop.example', 'ada@shop.example', changed],
      ['ada\u200b@shop.example', 'ada@shop.example', changed],
      ['ada', undefined, leftOut],
      ['ada@', undefined, leftOut],
      ['a da@shop.example', undefined, leftOut],
      [`${'x'.repeat(65)}@shop.example`, undefined, leftOut],
      [7, undefined, leftOut],
    ],
  },
  {
    title: 'Languages',
    about: 'BCP 47: language, script, region.',
    read: readLocaleTag,
    rows: [
      ['de', 'de'],
      ['de-DE', 'de-DE'],
      ['zh-Hant-TW', 'zh-Hant-TW'],
      ['es-419', 'es-419'],
      [null, undefined],
      ['de_DE', 'de-DE', changed],
      ['fr_FR.UTF-8', 'fr-FR', changed],
      ['pt_BR', 'pt-BR', changed],
      ['pt_PT_ao90', 'pt-PT', changed],
      ['de_DE_formal', 'de-DE', changed],
      ['sr_RS@latin', 'sr-Latn-RS', changed],
      ['nn_NO@euro', 'nn-NO', changed],
      ['EN-us', 'en-US', changed],
      ['iw', 'he', changed],
      ['de-DE,de;q=0.9', 'de-DE', changed],
      ['en-US-GB', 'en-US', changed],
      ['ja-JP-u-ca-japanese', 'ja-JP', changed],
      ['C', undefined, leftOut],
      ['POSIX', undefined, leftOut],
      ['x', undefined, leftOut],
      ['German', undefined, leftOut],
      [{}, undefined, leftOut],
    ],
  },
  {
    title: 'The basket, line by line',
    about:
      'PayKKa takes whole pieces with a price. Part of a piece becomes one piece at the price of the part; what is charged is always the `amount`. A line without an id or name gets one.',
    read: line,
    rows: [
      [shirt, shirt],
      [{ ...shirt, description: null, brand: '', link: undefined }, shirt],
      [{ ...shirt, name: 'Shirt\tblue\nXL' }, { ...shirt, name: 'Shirt blue XL' }, `/name ${changed}`],
      [{ ...shirt, name: 'x'.repeat(201) }, { ...shirt, name: 'x'.repeat(200) }, `/name ${shortened}`],
      [{ ...shirt, id: 4711 }, { ...shirt, id: '4711' }, `/id ${changed}`],
      [
        { name: 'Shirt', price: 1099 },
        { id: 'Shirt', name: 'Shirt', price: 1099, quantity: 1 },
        `/id ${changed}`,
        `/quantity ${changed}`,
      ],
      [
        { name: 'x'.repeat(80), price: 1099, quantity: 1 },
        { id: 'x'.repeat(64), name: 'x'.repeat(80), price: 1099, quantity: 1 },
        `/id ${changed}`,
      ],
      [
        { price: 1099, quantity: 1 },
        { id: 'item', name: 'Item', price: 1099, quantity: 1 },
        `/id ${changed}`,
        `/name ${changed}`,
      ],
      [
        { ...shirt, price: '1099', quantity: '2' },
        { ...shirt, quantity: 2 },
        `/price ${changed}`,
        `/quantity ${changed}`,
      ],
      [{ ...shirt, quantity: '2.000' }, { ...shirt, quantity: 2 }, `/quantity ${changed}`],
      [{ ...shirt, quantity: '\u0662' }, { ...shirt, quantity: 2 }, `/quantity ${changed}`],
      [{ ...shirt, quantity: '3 pcs' }, { ...shirt, quantity: 3 }, `/quantity ${changed}`],
      [
        { ...shirt, quantity: 1.5 },
        { ...shirt, name: '1.5 \u00d7 Shirt', price: 1649 },
        `/price ${changed}`,
        `/quantity ${changed}`,
      ],
      [
        { ...shirt, quantity: '0,25 kg' },
        { ...shirt, name: '0.25 \u00d7 Shirt', price: 275 },
        `/price ${changed}`,
        `/quantity ${changed}`,
      ],
      [{ ...shirt, price: 0 }, undefined, leftOut],
      [{ ...shirt, price: -500 }, undefined, leftOut],
      [{ ...shirt, price: '-500' }, undefined, leftOut],
      [{ ...shirt, price: 10.99 }, undefined, leftOut],
      [{ ...shirt, price: '10.99' }, undefined, leftOut],
      [{ ...shirt, price: null }, undefined, leftOut],
      [{ ...shirt, quantity: 0 }, undefined, leftOut],
      [{ ...shirt, quantity: '0.00' }, undefined, leftOut],
      [{ ...shirt, quantity: -1 }, undefined, leftOut],
      [{ ...shirt, quantity: 'many' }, undefined, leftOut],
      [{ ...shirt, quantity: '0.00001' }, undefined, leftOut],
      [{ ...shirt, pictureUrl: 'data:image/png;base64,AAAA' }, shirt, `/pictureUrl ${leftOut}`],
      [
        { ...shirt, deliveryDate: '2026-12-24' },
        { ...shirt, deliveryDate: '2026-12-24T00:00:00.000Z' },
        `/deliveryDate ${changed}`,
      ],
      ['Shirt', undefined, leftOut],
      [null, undefined, leftOut],
    ],
  },
  {
    title: 'Links and pictures',
    about:
      'Absolute http(s) addresses, here of at most 60 characters. A line without a link gets the start page of your shop.',
    read: webAddressReader(60),
    rows: [
      ['https://shop.example/a?b[]=%20#c', 'https://shop.example/a?b[]=%20#c'],
      ['https://shop.example/\u00fc', 'https://shop.example/\u00fc'],
      ['', undefined],
      ['//cdn.shop.example/a.png', 'https://cdn.shop.example/a.png', changed],
      [' https://shop.example/a ', 'https://shop.example/a', changed],
      ['https://shop.example/a b.png', 'https://shop.example/a%20b.png', changed],
      ['HTTPS://shop.example/a', 'https://shop.example/a', changed],
      ['/img/a.png', undefined, leftOut],
      ['img/a.png', undefined, leftOut],
      ['www.shop.example/a', undefined, leftOut],
      ['data:image/png;base64,AAAA', undefined, leftOut],
      ['javascript:alert(1)', undefined, leftOut],
      ['blob:https://shop.example/1', undefined, leftOut],
      [`https://shop.example/${'x'.repeat(60)}`, undefined, leftOut],
      [{ src: 'https://shop.example/' }, undefined, leftOut],
    ],
  },
  {
    title: 'Dates',
    about: 'RFC 3339; without a zone it is UTC.',
    read: readMoment,
    rows: [
      ['2026-12-24T12:00:00Z', '2026-12-24T12:00:00Z'],
      ['2026-12-24T12:00:00+08:00', '2026-12-24T12:00:00+08:00'],
      [null, undefined],
      ['2026-12-24', '2026-12-24T00:00:00.000Z', changed],
      ['2026-12-24 12:30', '2026-12-24T12:30:00.000Z', changed],
      ['2026-12-24 12:30:00+0200', '2026-12-24T10:30:00.000Z', changed],
      ['2026-12-24T12:30:00.123456Z', '2026-12-24T12:30:00.000Z', changed],
      [1_798_113_600, '2026-12-24T12:00:00.000Z', changed],
      [1_798_113_600_000, '2026-12-24T12:00:00.000Z', changed],
      ['24.12.2026', undefined, leftOut],
      ['0000-00-00 00:00:00', undefined, leftOut],
      ['2026-13-45', undefined, leftOut],
      ['soon', undefined, leftOut],
      [[], undefined, leftOut],
    ],
  },
  {
    title: 'Metadata, which is kept for you and never sent',
    about: 'Text, with its blanks as they are. Here at most 3 pairs of 20 characters.',
    read: metadataReader({ pairs: 3, name: 40, value: 20 }),
    isFree: true,
    rows: [
      [
        { a: 'x', 'b.c d': ' y  z ' },
        { a: 'x', 'b.c d': ' y  z ' },
      ],
      [{ a: '' }, { a: '' }],
      [{ a: null }, {}],
      [[], undefined],
      [{ a: 1, b: true }, { a: '1', b: 'true' }, `/a ${changed}`, `/b ${changed}`],
      [{ a: { b: [1] } }, { a: '{"b":[1]}' }, `/a ${changed}`],
      [{ a: 'line 1\nline 2' }, { a: 'line 1 line 2' }, `/a ${changed}`],
      [{ a: 'x'.repeat(21) }, { a: 'x'.repeat(20) }, `/a ${shortened}`],
      [{ 'a\n': 'x' }, { a: 'x' }, `/a\n ${changed}`],
      [{ a: '1', b: '2', c: '3', d: '4' }, { a: '1', b: '2', c: '3' }, `/d ${leftOut}`],
      ['a=1', undefined, leftOut],
    ],
  },
]

/** @returns the warnings as a row writes them */
export function warned({ warnings }: Reading<unknown>): string[] {
  return warnings.map(({ field, reason }) => (field === '' ? reason : `${field} ${reason}`))
}
