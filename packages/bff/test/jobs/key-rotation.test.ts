/** New keys without a restart; keys that can't be read change nothing; derived keys outlive a rotation. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCardKeys } from '../../src/cards/card-keys.ts'
import { loadConfig } from '../../src/config/config.ts'
import { createKeyRing, readPrivateKey } from '../../src/config/key-ring.ts'
import { rotateKeys } from '../../src/jobs/key-rotation.ts'
import { createClient } from '../../src/paykka/paykka-client.ts'
import { pem, rsaPair } from '../support/keys.ts'
import { environmentOf, startWorld } from '../support/world.ts'

/** PayKKa's code of a signature that does not match the registered key. */
const INVALID_SIGNATURE = '206003'

/** New ones at each call. */
const newKeys = () => ({
  own: pem(rsaPair(`own ${++rotations}`).privateKey),
  theirs: pem(rsaPair(`theirs ${rotations}`).publicKey),
})
let rotations = 0

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
  it('takes over the keys in the files, and keeps the old ones when a file is broken', () => {
    const { sources, write } = files()
    const [first, second] = [newKeys(), newKeys()]
    write('own', first.own)
    write('a', first.theirs)
    write('b', first.theirs)
    const said: string[] = []
    const errors: unknown[] = []
    const note = (facts: Record<string, unknown>, message: string) => {
      said.push(message)
      if (facts.err) errors.push((facts.err as Error).message)
    }
    const ring = createKeyRing(sources)
    const rotation = rotateKeys(ring, { info: note, warn: note, error: note })
    onTestFinished(rotation.stop)
    expect(ring.current().platformKeys).toHaveLength(1)

    write('own', second.own)
    write('b', second.theirs)
    rotation.reload()
    expect(ring.current().privateKey.equals(readPrivateKey({ PAYKKA_PRIVATE_KEY: second.own }))).toBe(true)
    expect(ring.current().platformKeys).toHaveLength(2)

    write('own', 'not a key 4242424242424242')
    const before = ring.current()
    rotation.reload()
    expect(ring.current()).toBe(before)
    expect(errors).toEqual([expect.stringMatching(/^PAYKKA_PRIVATE_KEY: is not a key/)])
    expect(said).toEqual(['keys reloaded', 'the new keys could not be read; the old ones stay'])
  })

  it('reaches a client that was made before it', async () => {
    const { sources, write } = files()
    const { PAYKKA_PRIVATE_KEY: registered = '', PAYKKA_PLATFORM_PUBLIC_KEY: platform = '' } = environmentOf(
      await startWorld(),
    )
    write('own', registered)
    write('a', platform)
    write('b', platform)
    const env = { ...sources, PAYKKA_PRIVATE_KEY: '', PAYKKA_PLATFORM_PUBLIC_KEY: '' }
    const { config, clock } = await startWorld({ env })
    const client = createClient(config.paykka, clock.now, { warn: () => {} })
    onTestFinished(() => client.close())
    const ask = async () => {
      const { body, signature } = await client.post('/v3/payment/acq/query', Buffer.from('{"trans_id":"x"}'))
      const { ret_code: code } = JSON.parse(new TextDecoder().decode(body))
      return { isRefused: code === INVALID_SIGNATURE, signature }
    }
    expect(await ask()).toEqual({ isRefused: false, signature: 'valid' })

    const next = newKeys()
    write('own', next.own)
    config.paykka.keys.reload()
    expect((await ask()).isRefused).toBe(true)

    write('own', registered)
    write('a', next.theirs)
    config.paykka.keys.reload()
    expect(await ask()).toEqual({ isRefused: false, signature: 'valid' })

    write('b', next.theirs)
    config.paykka.keys.reload()
    expect(await ask()).toEqual({ isRefused: false, signature: 'invalid' })
  })
})

describe('BFF_MASTER_KEY', () => {
  it("opens cards sealed before PayKKa's key was replaced, on another instance too", async () => {
    const world = await startWorld()
    const masterKey = (BFF_MASTER_KEY: string) =>
      loadConfig({ ...environmentOf(world), BFF_MASTER_KEY }).masterKey
    const time = { now: world.clock.now, provenNow: world.clock.now }
    const { kid } = await createCardKeys(world.database, masterKey('m'.repeat(32)), time).current()
    expect(await createCardKeys(world.database, masterKey('m'.repeat(32)), time).find(kid)).not.toBeNull()
    expect(await createCardKeys(world.database, masterKey('n'.repeat(32)), time).find(kid)).toBeNull()
    expect(() => masterKey('short')).toThrow('BFF_MASTER_KEY: must be 32 characters')
  })
})
