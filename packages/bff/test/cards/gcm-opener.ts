/** A process that opens seals and then stands still, so that its memory can be read. It gets only what is sealed. */
import { createDecipheriv, createSecretKey } from 'node:crypto'
import { once } from 'node:events'
import { openGcm } from '../../src/cards/gcm.ts'

export type Task = { naive: boolean; key: string; seals: { iv: string; ciphertext: string; tag: string }[] }

const [line] = await once(process.stdin, 'data')
const { naive, key, seals } = JSON.parse(String(line)) as Task
const bytesOf = (base64: string) => Buffer.from(base64, 'base64')

/** As Node’s documentation shows it. */
function openPlainly(
  secret: Buffer,
  { iv, ciphertext, tag }: { iv: Buffer; ciphertext: Buffer; tag: Buffer },
) {
  const opening = createDecipheriv('aes-256-gcm', secret, iv).setAuthTag(tag)
  const plaintext = opening.update(ciphertext)
  opening.final()
  return plaintext
}

for (const { iv, ciphertext, tag } of seals) {
  const sealed = { iv: bytesOf(iv), ciphertext: bytesOf(ciphertext), tag: bytesOf(tag) }
  const plaintext = naive ? openPlainly(bytesOf(key), sealed) : openGcm(createSecretKey(bytesOf(key)), sealed)
  plaintext.fill(0)
}
process.stdout.write('opened')
