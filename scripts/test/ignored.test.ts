/** Keys and settings in the places that the documents name never get into a commit or an image. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { expect, it } from 'vitest'
import { inRoot } from '../paths.ts'

const SECRETS = [
  'keys/merchant-private.pem',
  'deploy/keys/merchant-private.pem',
  'deploy/keys/platform-public.pem',
  'deploy/keys/master-key',
  'deploy/bff.env',
  'bff.env',
  '.env',
  '.env.production',
  'examples/shop/.env',
  'merchant.key',
  'deploy/merchant.p12',
  'data/paykka.db',
]
const NEEDED = [
  '.env.example',
  'packages/bff/src/config/key-ring.ts',
  'packages/bff/src/environment/key-blocks.ts',
  'deploy/compose.yaml',
]

/** Asks git itself. */
function isIgnoredByGit(file: string): boolean {
  try {
    execFileSync('git', ['check-ignore', '--quiet', '--no-index', file], { cwd: inRoot() })
    return true
  } catch {
    return false
  }
}

/** A pattern leaves out what it matches and everything below it (Dockerfile reference, “.dockerignore file”). */
function isLeftOutOfImages(file: string): boolean {
  const patterns = readFileSync(inRoot('.dockerignore'), 'utf8').split('\n').filter(Boolean)
  const parts = file.split('/')
  const paths = parts.map((_, at) => parts.slice(0, at + 1).join('/'))
  return patterns.some((pattern) => paths.some((path) => matchesGlob(path, pattern)))
}

it('git leaves out keys and settings, and nothing that is needed', () => {
  expect(SECRETS.filter((file) => !isIgnoredByGit(file))).toStrictEqual([])
  expect(NEEDED.filter(isIgnoredByGit)).toStrictEqual([])
})

it('images leave out keys and settings, and nothing that the BFF is made of', () => {
  expect(SECRETS.filter((file) => !isLeftOutOfImages(file))).toStrictEqual([])
  const [, ...sources] = NEEDED
  expect(sources.filter(isLeftOutOfImages)).toStrictEqual([])
})
