import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { canScan, scanMemory } from '../../../../lab/chaos/scan-memory.ts'
import { openGcm, TAG_BYTES } from '../../src/cards/gcm.ts'
import type { Task } from './gcm-opener.ts'

const OPENER = fileURLToPath(new URL('gcm-opener.ts', import.meta.url))
const KEY = createSecretKey(randomBytes(32))
const NEEDLE = 'needle-in-a-card-'

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

  it('takes a nonce of any length, as Apple’s sixteen zeros are one', () => {
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

  it.skipIf(!canScan())('leaves nothing of what was opened and wiped; Node’s Decipher does', async () => {
    expect(await leftBehind({ naive: false })).toBe(0)
    expect(await leftBehind({ naive: true })).toBeGreaterThan(0)
  })
})

/** How much a process still has of 50 texts; no two are equally long, so that no text overwrites another. */
async function leftBehind({ naive }: { naive: boolean }): Promise<number> {
  const texts = Array.from({ length: 50 }, (_, index) => `${'.'.repeat(40 + 32 * index)}${NEEDLE}${index}`)
  const child = spawn(process.execPath, [OPENER], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  give(child, { naive, key: KEY.export().toString('base64'), seals: texts.map(inBase64) })
  await once(child.stdout, 'data')
  return scanMemory(child.pid ?? 0, [NEEDLE])
    .found.map(({ count }) => count)
    .reduce((sum, count) => sum + count, 0)
}

function inBase64(text: string) {
  const { iv, ciphertext, tag } = seal(text)
  return {
    iv: iv.toString('base64'),
    ciphertext: ciphertext.toString('base64'),
    tag: tag.toString('base64'),
  }
}

const give = (child: ChildProcess, task: Task) => child.stdin?.write(`${JSON.stringify(task)}\n`)
