/** Starting from the environment: keys on disk, clear messages. */

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runEmulator } from '../src/main.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulator-'))
})
afterEach(() => rm(folder, { recursive: true }))

const start = (change: Record<string, string> = {}) =>
  runEmulator({ EMULATOR_KEYS_DIR: join(folder, 'keys'), EMULATOR_PORT: '0', ...change })

test('makes the keys once and keeps them', async () => {
  const first = await start()
  const key = first.platformPublicKey()
  expect((await fetch(`${first.url}/healthz`)).status).toBe(200)
  await first.close()
  for (const name of ['merchant', 'platform'])
    expect((await stat(join(folder, 'keys', `${name}-private.pem`))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(folder, 'keys', 'platform-public.pem'), 'utf8')).toBe(key)
  const second = await start()
  expect(second.platformPublicKey()).toBe(key)
  await second.close()
})

test('a taken port is one clear line', async () => {
  const first = await start()
  const { port } = new URL(first.url)
  await expect(start({ EMULATOR_PORT: port })).rejects.toThrow(
    `The emulator cannot listen on 127.0.0.1:${port}: the port is already in use`,
  )
  await first.close()
})

test.each<[Record<string, string>, RegExp]>([
  [{ EMULATOR_PORT: 'http' }, /^EMULATOR_PORT must be/],
  [{ EMULATOR_PUBLIC_URL: 'localhost' }, /^EMULATOR_PUBLIC_URL must be/],
  [{ EMULATOR_KEYS_DIR: '/dev/null/keys' }, /^The emulator cannot create the folder \/dev\/null\/keys: /],
])('%o is refused', async (env, message) => {
  await expect(start(env)).rejects.toThrow(message)
})

test('a file that is no key is refused', async () => {
  await (await start()).close()
  await writeFile(join(folder, 'keys', 'platform-private.pem'), 'nonsense')
  await expect(start()).rejects.toThrow('The private key must be an RSA key as PEM or bare Base64')
})
