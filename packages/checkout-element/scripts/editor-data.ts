/** Writes data for editors into the package: custom-elements manifest, VS Code data and web-types. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateJetBrainsWebTypes } from 'custom-element-jet-brains-integration'
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration'
import { elementManifest } from './element-manifest.ts'

const DIST = fileURLToPath(new URL('../dist', import.meta.url))

const manifest = elementManifest()
mkdirSync(DIST, { recursive: true })
writeFileSync(join(DIST, 'custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`)
// They use an older type of the manifest; the parts that they read are the same.
const known = manifest as unknown as Parameters<typeof generateVsCodeCustomElementData>[0]
generateVsCodeCustomElementData(known, {
  outdir: DIST,
  htmlFileName: 'vscode.html-custom-data.json',
  cssFileName: 'vscode.css-custom-data.json',
  hideLogs: true,
})
generateJetBrainsWebTypes(known, {
  outdir: DIST,
  webTypesFileName: 'web-types.json',
  packageJson: false,
  hideLogs: true,
})
