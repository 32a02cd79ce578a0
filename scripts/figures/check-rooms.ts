/** Part of `npm run check`: folders of the BFF that import each other, and files that import themselves through others. */
import { ROOT } from '../paths.ts'
import { circles, mutualFolders } from './imports.ts'

const faults = [
  ...mutualFolders(ROOT, 'packages/bff/src').map(
    (pair) => `packages/bff/src: ${pair} import each other. Move what both need into a lower folder.`,
  ),
  ...circles(ROOT, 'packages/*/src/**/*.ts').map(
    (files) =>
      `These files import each other: ${files.join(', ')}. Move what they share into a separate file.`,
  ),
]
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
