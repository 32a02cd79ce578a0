/** Who builds a release again gets the same bytes: what is published can be checked against its sources. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { BFF } from '../paths.ts'
import { run } from '../processes/run.ts'

/** @returns the hash of every file, by name */
function hashes(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  )
}

test('two builds of the BFF, in different folders, are the same', async () => {
  const folders = [1, 2].map((number) => mkdtempSync(join(tmpdir(), `paykka-build-${number}-`)))
  onTestFinished(() => folders.forEach((folder) => void rmSync(folder, { recursive: true, force: true })))
  for (const folder of folders) {
    const { code, output } = await run(process.execPath, [join(BFF, 'scripts', 'bundle.ts'), folder], {
      cwd: BFF,
    })
    expect(code, output).toBe(0)
  }
  const [first = {}, second] = folders.map(hashes)
  expect(Object.keys(first).length).toBeGreaterThan(3)
  expect(second).toStrictEqual(first)
})
