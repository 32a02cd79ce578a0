/** `npm run release:version` and `release:check`: one version for the packages, the changelog and the tag. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from './paths.ts'
import { run } from './processes/run.ts'
import { PACKAGES } from './release/packages.ts'

const UNRELEASED = '## Unreleased'

/** @returns the changelog with what was unreleased under its version, and room for what comes next */
export function dated(changelog: string, version: string, day: string): string {
  if (!changelog.includes(`${UNRELEASED}\n`)) throw new Error(`CHANGELOG.md has no part "${UNRELEASED}".`)
  return changelog.replace(`${UNRELEASED}\n`, `${UNRELEASED}\n\n## ${version} - ${day}\n`)
}

/** @returns what keeps this state from being released, one line each */
export function keepReasons(
  root: string,
  tag: string | undefined,
  changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
): string[] {
  const versions = new Set(PACKAGES.map((name) => versionOf(root, name)))
  const [version = ''] = versions
  const waiting = changesets(root)
  return [
    ...(versions.size === 1 ? [] : [`The packages have different versions: ${[...versions].join(', ')}.`]),
    ...(waiting.length === 0 ? [] : [`These changes wait for a version: ${waiting.join(', ')}.`]),
    ...(tag === undefined || tag === `v${version}`
      ? []
      : [`The tag is ${tag}, the packages are ${version}.`]),
    ...(changelog.includes(`\n## ${version} - `) ? [] : [`CHANGELOG.md has no part ${version}.`]),
  ]
}

const changesets = (root: string) =>
  globSync('.changeset/*.md', { cwd: root }).filter((file) => !file.endsWith('README.md'))

function versionOf(root: string, name: string): string {
  const manifest = readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/** Raises the version as the changesets say. @throws Error with the output of `changeset` when it fails */
export async function raise(root: string, day: string): Promise<string> {
  if (changesets(root).length === 0)
    throw new Error('No change waits for a version: npm run changeset writes one down.')
  const changeset = inRoot('node_modules', '@changesets', 'cli', 'bin.js')
  const { code, output } = await run(process.execPath, [changeset, 'version'], { cwd: root })
  if (code !== 0) throw new Error(output)
  const version = versionOf(root, 'bff')
  const file = join(root, 'CHANGELOG.md')
  writeFileSync(file, dated(readFileSync(file, 'utf8'), version, day))
  return version
}

if (import.meta.main) {
  const [task] = process.argv.slice(2)
  if (task === 'version')
    console.log(`This is ${await raise(inRoot(), new Date().toISOString().slice(0, 10))} now.`)
  else {
    const found = keepReasons(inRoot(), process.env.GITHUB_REF_NAME)
    for (const line of found) console.error(line)
    process.exitCode = found.length === 0 ? 0 : 1
  }
}
