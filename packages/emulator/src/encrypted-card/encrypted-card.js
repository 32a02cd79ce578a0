/*
 * Stands in for PayKKa's Encrypted Card script. What is known of that script is what this one does: a global with
 * setEnv and init, mount points found in the page by data-eci, one combined expiry field, encrypt() that answers
 * through onCardEncrypted, and no answer at all while a field is wrong. PayKKa's encryption is unpublished: this one
 * encrypts each value for the emulator alone (RSA-OAEP), as "emulator.sealed.<ciphertext in Base64url>".
 */
;((page) => {
  const FIELDS = {
    cardNumber: { label: 'Card number', autocomplete: 'cc-number', max: 23 },
    expiryDate: { label: 'Expiry date', autocomplete: 'cc-exp', max: 7 },
    securityCode: { label: 'Security code', autocomplete: 'cc-csc', max: 4 },
  }

  const digitsOf = (text) => text.replace(/\D/g, '')
  const isLuhn = (digits) =>
    [...digits].reverse().reduce((sum, digit, index) => {
      const value = index % 2 ? digit * 2 : Number(digit)
      return sum + (value > 9 ? value - 9 : value)
    }, 0) %
      10 ===
    0

  const CHECKS = {
    cardNumber: (text) => /^\d{12,19}$/.test(digitsOf(text)) && isLuhn(digitsOf(text)),
    expiryDate: (text) => {
      const [, month, year] = /^\s*(\d{2})\s*\/?\s*(\d{2})\s*$/.exec(text) ?? []
      return (
        Number(month) >= 1 && Number(month) <= 12 && new Date(2000 + Number(year), Number(month)) > new Date()
      )
    },
    securityCode: (text) => /^\d{3,4}$/.test(text.trim()),
  }

  const base64url = (bytes) =>
    btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '')

  async function seal(text, jwk) {
    const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['encrypt'])
    const bytes = await crypto.subtle.encrypt(algorithm, key, new TextEncoder().encode(text))
    return `emulator.sealed.${base64url(new Uint8Array(bytes))}`
  }

  const environment = { apiUrl: '', cdnUrl: '' }

  /** Asks PayKKa's side for the key this client may encrypt with. No card data goes along. */
  async function admit({ merchantId, clientKey }) {
    const query = new URLSearchParams({ merchantId, clientKey })
    const response = await fetch(`${environment.apiUrl}/emulator/encrypted-card/client?${query}`)
    if (!response.ok) throw new Error('EncryptedCard: this client key is not known')
    return response.json()
  }

  function mount(name, options) {
    const place = page.document.querySelector(`[data-eci="${name}"]`)
    if (!place) throw new Error(`EncryptedCard: no element with data-eci="${name}"`)
    const input = page.document.createElement('input')
    const { label, autocomplete, max } = FIELDS[name]
    Object.assign(input, { type: 'text', inputMode: 'numeric', autocomplete, maxLength: max })
    input.setAttribute('aria-label', label)
    if (options.showLabel) place.append(label)
    place.append(input)
    const paint = (state) => Object.assign(input.style, options.styles?.input?.[state])
    paint('base')
    input.addEventListener('focus', () => paint('focus'))
    input.addEventListener('blur', () => paint('base'))
    return {
      input,
      isValid() {
        const valid = CHECKS[name](input.value)
        input.setAttribute('aria-invalid', String(!valid))
        paint(valid ? 'valid' : 'invalid')
        return valid
      },
    }
  }

  function init(options) {
    const fields = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, mount(name, options)]))
    const admitted = admit(options)
    admitted.catch(() => undefined)
    const text = (name) => fields[name].input.value
    return {
      async encrypt() {
        const valid = Object.values(fields).map((field) => field.isValid())
        if (valid.includes(false)) return
        const key = await admitted
        const [month, year] = [
          digitsOf(text('expiryDate')).slice(0, 2),
          digitsOf(text('expiryDate')).slice(2),
        ]
        options.onCardEncrypted({
          encryptedCardNumber: await seal(digitsOf(text('cardNumber')), key),
          encryptedExpireMonth: await seal(month, key),
          encryptedExpireYear: await seal(`20${year}`, key),
          encryptedCVV: await seal(text('securityCode').trim(), key),
        })
      },
    }
  }

  const script = { setEnv: (env) => Object.assign(environment, env), init }
  page.PayKKaCardCheckoutEncryptedCard = script
  // The older spelling is still in use.
  page.PaykkaCardCheckoutEncryptedCard = script
})(window)
