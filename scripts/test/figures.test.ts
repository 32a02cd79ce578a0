/** Each figure is counted on a small tree that has exactly one of what it counts. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { circles, mutualFolders } from '../figures/imports.ts'
import { largestRouteOptions } from '../figures/route-options.ts'
import { sharedLines } from '../figures/shared-lines.ts'

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'figures-'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

it('finds a circle of three files, through a type, and no lazy import', () => {
  const root = tree({
    'src/a/one.ts': "import type { Two } from '../b/two.ts'\n",
    'src/b/two.ts': "export {\n  three,\n} from '../c/three.ts'\n",
    'src/c/three.ts': "import '../a/one.ts'\nconst later = () => import('./four.ts')\n",
    'src/c/four.ts': "import '../c/three.ts'\n",
  })
  expect(circles(root, 'src/**/*.ts').map((circle) => circle.length)).toEqual([3])
  expect(mutualFolders(root, 'src')).toEqual([])
})

it('finds two folders that import each other', () => {
  const root = tree({
    'src/a/one.ts': "import '../b/two.ts'\n",
    'src/a/other.ts': '',
    'src/b/two.ts': '',
    'src/b/three.ts': "import '../a/other.ts'\n",
  })
  expect(mutualFolders(root, 'src')).toEqual(['a ⇄ b'])
  expect(circles(root, 'src/**/*.ts')).toEqual([])
})

it('counts a pair with six shared lines once, and none with five', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `  same(${index})\n`).join('')
  expect(sharedLines(tree({ 'a.ts': lines(8), 'b.ts': `other()\n\n${lines(8)}` }), '*.ts', 6)).toBe(1)
  expect(sharedLines(tree({ 'a.ts': lines(5), 'b.ts': lines(5) }), '*.ts', 6)).toBe(0)
})

it('counts what a spread hands on', () => {
  const root = tree({
    'app.ts':
      'const access = { a, b }\napp.register(one, { ...access, c })\napp.register(two, { d, e: f(1) })\n',
  })
  expect(largestRouteOptions(root, 'app.ts')).toBe(3)
})
