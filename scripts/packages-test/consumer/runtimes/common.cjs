const { createClient, verifyEvent } = require('@paykka-checkout/client')

/** The file of this module system by itself: `check.js` uses the other one. */
async function main({ url, body, headers, secret }) {
  const bff = createClient({ url, secretKey: 'k'.repeat(32) })
  const order = {
    orderReference: 'A-1',
    amount: { value: 1890, currency: 'EUR' },
    returnUrl: `${url}/thanks`,
  }
  const { clientSecret } = await bff('POST /v1/checkouts', { body: order })
  const { message } = await bff('GET /v1/payments/:id', { params: { id: 'pay_1' } }).catch((error) => error)
  console.log(
    JSON.stringify({ clientSecret, refused: message, event: verifyEvent(body, headers, secret).type }),
  )
}

main(JSON.parse(process.argv[2]))
