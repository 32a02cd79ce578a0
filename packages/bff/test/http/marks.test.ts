/** Marks of the merchant: served cleaned, named to the page, listed with their hashes. */
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMarks } from '../../src/marks/read-marks.ts'
import type { World } from '../support/world.ts'
import { shop, shopper, startWorld } from '../support/world.ts'

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 22" onload="alert(1)"><script>1</script><path d="M0 0h9v9z"/></svg>'

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'paykka-marks-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

const viewOf = async (world: World) => await shopper(world, await shop(world).create()).read()

describe('with MARKS_DIR', () => {
  it('names the marks to the page, serves them cleaned, and lists them with their hashes', async () => {
    const MARKS_DIR = folder({ 'ideal.svg': PICTURE, 'visa.svg': PICTURE, 'readme.txt': 'x' })
    const world = await startWorld({ env: { MARKS_DIR } })
    const { marks, orderReference } = await viewOf(world)
    expect(Object.keys(marks ?? {})).toEqual(['ideal', 'visa'])
    expect(orderReference).toBeTruthy()

    const answer = await world.app.inject({ url: marks?.ideal ?? '' })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(answer.body).not.toMatch(/script|onload/)
    expect(answer.body).toContain('<path d="M0 0h9v9z">')

    const { marks: listed } = (await world.app.inject({ url: '/scripts.json' })).json()
    const integrity = `sha384-${createHash('sha384').update(answer.body).digest('base64')}`
    const { publicUrl } = world.config
    expect(listed[0]).toEqual({ url: publicUrl.origin + marks?.ideal, method: 'ideal', integrity })
    const { directives } = (await world.app.inject({ url: '/csp' })).json()
    expect(directives['img-src']).toContain(publicUrl.origin)
  })

  it('shows the marks of card brands in the card frame, which may load no other image', async () => {
    const MARKS_DIR = folder({ 'ideal.svg': PICTURE, 'visa.svg': PICTURE })
    const world = await startWorld({ env: { MARKS_DIR } })
    const { marks } = await viewOf(world)
    const { body, headers } = await world.app.inject({ url: '/card-frame' })
    expect(body).toContain(`.logo[data-brand=visa]{background:url(${marks?.visa})`)
    expect(body).not.toContain('data-brand=ideal')
    const [, styles = ''] = /<template[^>]*><style>([^<]*)<\/style>/.exec(body) ?? []
    const hash = createHash('sha256').update(styles).digest('base64')
    expect(headers['content-security-policy']).toContain(`'sha256-${hash}'`)
    expect(headers['content-security-policy']).toContain("img-src 'self'")
  })

  it.each(['/marks/ideal.svg', '/marks/..%2f..%2fetc%2fpasswd', '/marks/ideal.000000000000.svg'])(
    'serves nothing else: %s',
    async (url) => {
      const world = await startWorld({ env: { MARKS_DIR: folder({ 'ideal.svg': PICTURE }) } })
      expect((await world.app.inject({ url })).statusCode).toBe(404)
    },
  )

  it.each([
    [{}, 'has no .svg file'],
    [{ 'idael.svg': PICTURE }, 'idael.svg is not named like a method'],
    [{ 'ideal.svg': '<svg' }, 'ideal.svg'],
    [{ 'ideal.svg': 'x'.repeat(33_000) }, 'more than 32 kB'],
  ])('refuses %j', (files, reason) => {
    expect(() => readMarks(folder(files))).toThrow(reason)
  })
})

describe('without it', () => {
  it('names no marks and allows no images', async () => {
    const world = await startWorld()
    expect(await viewOf(world)).not.toHaveProperty('marks')
    expect((await world.app.inject({ url: '/scripts.json' })).json().marks).toEqual([])
    const { directives } = (await world.app.inject({ url: '/csp' })).json()
    expect(directives['img-src']).toEqual([])
  })
})
