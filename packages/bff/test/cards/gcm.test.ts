import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openGcm, TAG_BYTES } from '../../src/cards/gcm.ts'

const KEY = createSecretKey(randomBytes(32))

function seal(text: string, { iv = randomBytes(12), authenticated = Buffer.alloc(0) } = {}) {
  const sealing = createCipheriv('aes-256-gcm', KEY, iv).setAAD(authenticated)
  const ciphertext = Buffer.concat([sealing.update(text), sealing.final()])
  return { iv, ciphertext, tag: sealing.getAuthTag(), authenticated }
}

const changed = (bytes: Buffer, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))

describe('openGcm', () => {
  it.each([0, 1, 15, 16, 17, 64, 65, 5000])('opens %i bytes', (length) => {
    const text = 'x'.repeat(length)
    expect(openGcm(KEY, seal(text)).toString()).toBe(text)
  })

  it("takes a nonce of any length, as Apple's sixteen zeros are one", () => {
    expect(openGcm(KEY, seal('apple', { iv: Buffer.alloc(16) })).toString()).toBe('apple')
  })

  it.each(['iv', 'ciphertext', 'tag', 'authenticated'] as const)('refuses another %s', (part) => {
    const sealed = seal('a card', { authenticated: Buffer.from('header') })
    expect(openGcm(KEY, sealed).toString()).toBe('a card')
    expect(() => openGcm(KEY, { ...sealed, [part]: Buffer.from(changed(sealed[part], 0)) })).toThrow()
  })

  it.each([0, 4, 12, 15, 17])('refuses a tag of %i bytes', (length) => {
    const sealed = seal('a card')
    const tag = Buffer.concat([sealed.tag, Buffer.alloc(1)]).subarray(0, length)
    expect(length).not.toBe(TAG_BYTES)
    expect(() => openGcm(KEY, { ...sealed, tag })).toThrow()
  })
})
