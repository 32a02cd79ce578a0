/** New keys without a restart; keys that can’t be read change nothing; derived keys outlive a rotation. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCardKeys } from '../../src/cards/card-keys.ts'
import { readMasterKey, readPrivateKey } from '../../src/config/keys.ts'
import { rotateKeys } from '../../src/jobs/key-rotation.ts'
import { startWorld } from '../support/world.ts'

const pem = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    own: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    theirs: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

function files() {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = (name: string) => join(folder, name)
  return {
    sources: {
      PAYKKA_PRIVATE_KEY_FILE: path('own'),
      PAYKKA_PLATFORM_PUBLIC_KEY_FILE: `${path('a')},${path('b')}`,
    },
    write: (name: string, text: string) => writeFileSync(path(name), text),
  }
}

describe('a rotation', () => {
  it('takes over the keys in the files, and keeps the old ones when a file is broken', async () => {
    const world = await startWorld()
    const { sources, write } = files()
    const [first, second] = [pem(), pem()]
    write('own', first.own)
    write('a', first.theirs)
    write('b', second.theirs)
    const said: string[] = []
    const errors: unknown[] = []
    const note = (facts: Record<string, unknown>, message: string) => {
      said.push(message)
      if (facts.err) errors.push((facts.err as Error).message)
    }
    const rotation = rotateKeys(world.config.paykka, sources, { info: note, warn: note, error: note })
    onTestFinished(rotation.stop)

    rotation.reload()
    expect(world.config.paykka.privateKey.equals(readPrivateKey(sources))).toBe(true)
    expect(world.config.paykka.platformKeys).toHaveLength(2)

    write('own', 'not a key 4242424242424242')
    const before = world.config.paykka.privateKey
    rotation.reload()
    expect(world.config.paykka.privateKey).toBe(before)
    expect(errors).toEqual([expect.stringMatching(/^PAYKKA_PRIVATE_KEY: is not a key/)])
    expect(said).toEqual(['keys read anew', 'the new keys could not be read; the old ones stay'])
  })
})

describe('BFF_MASTER_KEY', () => {
  const master = { BFF_MASTER_KEY: 'm'.repeat(32) } as never

  it('opens cards sealed before PayKKa’s key was replaced, on another instance too', async () => {
    const { store, clock } = await startWorld()
    const time = { now: clock.now, provenNow: clock.now }
    const { kid } = await createCardKeys(store, readMasterKey(master), time).current()
    expect(await createCardKeys(store, readMasterKey(master), time).find(kid)).not.toBeNull()
    const other = { BFF_MASTER_KEY: 'n'.repeat(32) } as never
    expect(await createCardKeys(store, readMasterKey(other), time).find(kid)).toBeNull()
  })

  it('must be long', () => {
    expect(() => readMasterKey({ BFF_MASTER_KEY: 'short' } as never)).toThrow('32 characters')
  })
})
