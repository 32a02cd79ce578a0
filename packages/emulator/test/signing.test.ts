/** The signature against vectors made by openssl. */

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sign, verify } from '../src/signing.ts'
import { CASES, PUBLIC_KEY } from './signature-vectors.ts'

const key = createPublicKey(PUBLIC_KEY)
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })

describe('verify', () => {
  test.each(CASES)('accepts the vector: $name', (vector) => {
    expect(verify(key, vector, vector.header)).toBe(true)
  })

  test.each(CASES)('refuses one changed element: $name', (vector) => {
    for (const part of ['method', 'path', 'timestamp', 'nonce', 'body'] as const)
      expect(verify(key, { ...vector, [part]: `${vector[part]} ` }, vector.header)).toBe(false)
  })

  test('refuses raw Base64, empty and broken headers', () => {
    const [vector] = CASES
    for (const header of [decodeURIComponent(vector.header), '', '%', '%ZZ', 'AAAA', `${vector.header}%3D`])
      expect(verify(key, vector, header)).toBe(false)
  })
})

describe('sign', () => {
  test('signs any text so that it verifies', () => {
    const parts = fc.record({
      method: fc.string(),
      path: fc.string(),
      timestamp: fc.string(),
      nonce: fc.string(),
      body: fc.string(),
    })
    fc.assert(
      fc.property(parts, (any) => verify(pair.publicKey, any, sign(pair.privateKey, any))),
      { numRuns: 25 },
    )
  })
})
