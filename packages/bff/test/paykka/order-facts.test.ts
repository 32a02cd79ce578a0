/** Moments, and the word for what paid, however PayKKa's pages write them. */
import { describe, expect, it } from 'vitest'
import { methodOf } from '../../src/paykka/hosted-methods.ts'
import { readMoment, readOrderFacts } from '../../src/paykka/order-facts.ts'

const AT = Date.UTC(2025, 4, 6, 6, 40, 43)

describe('readMoment', () => {
  it.each([
    '2025-05-06T14:40:43+08:00',
    '2025-05-06T14:40:43+0800',
    '2025-05-06 14:40:43+08:00',
    '2025-05-06T06:40:43Z',
    '2025-05-06T06:40:43.000Z',
    '2025-05-06T02:40:43-04:00',
    String(AT),
    AT,
  ])('reads %s', (text) => {
    expect(readMoment(text)).toBe(AT)
  })

  it.each([
    '2025-05-06 14:40:43',
    '2025-05-06T14:40:43',
    '2025-13-06T14:40:43Z',
    '2025-05-06',
    '174651508',
    'soon',
    '',
    null,
    undefined,
    {},
    1.5,
    Number.NaN,
  ])('takes no moment from %j', (text) => {
    expect(readMoment(text)).toBeNaN()
  })
})

describe('methodOf', () => {
  const words: [string, string][] = [
    ['BANKCARD', 'card'],
    ['BankCard', 'card'],
    ['ApplePay', 'apple_pay'],
    ['WechatPayGlobal', 'wechat_pay'],
    ['AlipayPlus', 'alipay_plus'],
    ['Alipay+', 'alipay_plus'],
    ['iDEAL', 'ideal'],
    ["Touch'n Go eWallet", 'touch_n_go'],
    ['Maybank QRPay', 'maybank_qrpay'],
    ['9Pay', 'ninepay'],
    ['G_CASH', 'gcash'],
    ['GCash', 'gcash'],
    ['SHOPEE_PAY', 'shopeepay'],
    ['ShopeePay', 'shopeepay'],
    ['OpayWallet', 'opay_wallet'],
    ['NEW_WALLET', 'new_wallet'],
    ['constructor', 'constructor'],
  ]
  it.each(words)('knows %s as %s', (code, word) => {
    expect(methodOf(code, {})).toBe(word)
  })

  it('knows the codes of the deployment first', () => {
    expect(methodOf('WX_PAY', { wechat_pay: 'WX_PAY' })).toBe('wechat_pay')
  })
})

describe('readOrderFacts', () => {
  it("reads what PayKKa's example shows", () => {
    const data = {
      authorisation_type: 'FINAL_AUTH',
      capture_method: 'AUTOMATIC',
      shopper_reference: 'f4911bc8b17106a08f2f7a89a9fc4d11',
      expire_time: '2025-05-06T14:40:43+08:00',
      pay_finish_time: '2025-05-06T14:40:43+08:00',
      payment: { payment_method: 'BANKCARD' },
    }
    expect(readOrderFacts(data, {})).toEqual({
      authorisationType: 'FINAL_AUTH',
      capture: 'automatic',
      shopperReference: 'f4911bc8b17106a08f2f7a89a9fc4d11',
      expiresAt: AT,
      finishedAt: AT,
      paidWith: 'card',
    })
  })

  it.each([
    [{}],
    [
      {
        payment: null,
        expire_time: null,
        authorisation_type: '',
        capture_method: 'LATER',
        shopper_reference: '',
      },
    ],
    [{ payment: 'BANKCARD', expire_time: 1, pay_finish_time: [], authorisation_type: 7 }],
    [{ payment: { payment_method: '4242424242424242' }, authorisation_type: '4242424242424242' }],
    [{ payment: { payment_method: 'IDEAL\n' }, authorisation_type: 'A B' }],
  ])('leaves out what is not there or has another form: %j', (data) => {
    expect(readOrderFacts(data, {})).toEqual({})
  })
})
