/** A release: raised in a small repository of its own by the real changesets, then checked. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { inRoot } from '../paths.ts'
import { PACKAGES } from '../release/packages.ts'
import { keepReasons, raise } from '../release.ts'

const FILES = ['package.json', 'pnpm-workspace.yaml', 'CHANGELOG.md', '.changeset/config.json']
const MANIFESTS = PACKAGES.map((name) => join('packages', name, 'package.json'))

/** As this one is, without its code. */
function smallRepository(): string {
  const root = mkdtempSync(join(tmpdir(), 'paykka-release-'))
  for (const file of [...FILES, ...MANIFESTS]) {
    mkdirSync(join(root, file, '..'), { recursive: true })
    cpSync(inRoot(file), join(root, file))
  }
  writeFileSync(join(root, 'pnpm-workspace.yaml'), 'packages:\n  - packages/*\n')
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: root })
  return root
}

const note = (root: string, level: string, name: string) =>
  writeFileSync(
    join(root, '.changeset', `${level}.md`),
    `---\n'@paykka-checkout/${name}': ${level}\n---\n\nA change.\n`,
  )

it('a release takes the highest note, for all three packages, and dates the changelog', async () => {
  const root = smallRepository()
  try {
    await expect(raise(root, '2026-01-02')).rejects.toThrow(/No change waits/)
    note(root, 'patch', 'element')
    note(root, 'minor', 'bff')
    const before = JSON.parse(readFileSync(inRoot('packages', 'bff', 'package.json'), 'utf8')) as {
      version: string
    }
    const [major, minor] = before.version.split('.').map(Number)
    const version = `${major}.${(minor ?? 0) + 1}.0`
    expect(keepReasons(root, undefined).join()).toMatch(/wait for a version/)
    expect(await raise(root, '2026-01-02')).toBe(version)
    expect(keepReasons(root, `v${version}`)).toStrictEqual([])
    expect(keepReasons(root, 'v0.0.1').join()).toMatch(/The tag is v0\.0\.1/)
    const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
    expect(changelog).toMatch(new RegExp(`## Unreleased\n\n## ${version} - 2026-01-02\n`))
    for (const file of MANIFESTS)
      expect(readFileSync(join(root, file), 'utf8')).toMatch(new RegExp(`"version": "${version}"`))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

type Workflow = { jobs: { publish: { steps: { name?: string; run?: string }[] } } }

it('the workflow names the repository in every package before it packs, and publishes each with provenance', () => {
  const { jobs } = parse(readFileSync(inRoot('.github', 'workflows', 'release.yml'), 'utf8')) as Workflow
  const scripts = jobs.publish.steps.map(({ run = '' }) => run)
  const naming = scripts.findIndex((run) => run.includes('repository.url'))
  expect(naming).toBeGreaterThan(-1)
  expect(naming).toBeLessThan(scripts.indexOf('npm run pack'))
  const root = smallRepository()
  try {
    const env = {
      ...process.env,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'shop/checkout',
    }
    execFileSync('sh', ['-euc', scripts[naming] ?? ''], { cwd: root, env, stdio: 'ignore' })
    for (const name of PACKAGES) {
      const manifest = JSON.parse(
        readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
      ) as Published
      const url = 'git+https://github.com/shop/checkout.git'
      expect(manifest.repository).toStrictEqual({ type: 'git', url, directory: `packages/${name}` })
      expect(manifest.publishConfig).toMatchObject({ access: 'public', provenance: true })
      const folder = manifest.name.replace('@paykka-checkout/', '')
      expect(scripts.find((run) => run.includes('npm publish'))).toMatch(
        new RegExp(`for package in [^;]*\\b${folder}\\b`),
      )
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

type Published = { name: string; repository?: object; publishConfig?: object }
