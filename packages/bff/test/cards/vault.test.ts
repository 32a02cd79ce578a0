/** PayKKa's tokens at rest. */
import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Vault } from '../../src/cards/vault.ts'

const key = randomBytes(32)
const vault = new Vault(key)

describe('a vault', () => {
  it.each(['tok_1', '', 'é🛒', 'x'.repeat(5000)])('gives back what was sealed: %j', (secret) => {
    const sealed = vault.encrypt(secret)
    expect(sealed).toMatch(/^[\w-]+$/)
    // Twelve bytes of nonce and sixteen of tag, before as many as the secret has.
    expect(Buffer.from(sealed, 'base64url')).toHaveLength(28 + Buffer.byteLength(secret))
    expect(new Vault(key).decrypt(sealed)).toBe(secret)
  })

  it('seals the same differently each time, and shows nothing of it', () => {
    const sealed = Array.from({ length: 50 }, () => vault.encrypt('tok_1'))
    expect(new Set(sealed.map((text) => text.slice(0, 16))).size).toBe(50)
    for (const text of sealed) expect(Buffer.from(text, 'base64url').includes('tok_1')).toBe(false)
  })

  it('opens nothing that was changed, in any byte', () => {
    const bytes = Buffer.from(vault.encrypt('tok_1'), 'base64url')
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(() => vault.decrypt(changed.toString('base64url'))).toThrow()
    }
    expect(() => vault.decrypt(bytes.subarray(0, -1).toString('base64url'))).toThrow()
    expect(() => vault.decrypt('')).toThrow()
  })

  it('says null where a caller prefers that to an error', () => {
    const sealed = vault.encrypt('tok_1')
    expect(vault.tryDecrypt(sealed)).toBe('tok_1')
    expect(new Vault(randomBytes(32)).tryDecrypt(sealed)).toBeNull()
    expect(vault.tryDecrypt('')).toBeNull()
  })

  it('opens nothing under another key, and shows its own to nobody', () => {
    expect(() => new Vault(randomBytes(32)).decrypt(vault.encrypt('tok_1'))).toThrow()
    expect(JSON.stringify(vault)).toBe('{}')
    expect(inspect(vault, { showHidden: true })).toBe('Vault {}')
  })
})
