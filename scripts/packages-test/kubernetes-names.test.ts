/** The API's schemas let names pass that they do not know, as a cluster does: so a compiler looks for a mistyped one. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { CACHE, inRoot } from '../paths.ts'
import { run } from '../processes/run.ts'
import { tool } from './consumer.ts'

const TYPES = {
  Deployment: ['IDeployment', 'apps/v1'],
  Service: ['IService', 'v1'],
  Ingress: ['IIngress', 'networking.k8s.io/v1'],
  PodDisruptionBudget: ['IPodDisruptionBudget', 'policy/v1'],
} as const

const PROJECT = {
  extends: inRoot('tsconfig.base.json'),
  compilerOptions: { module: 'esnext', moduleResolution: 'bundler' },
}

/** @returns what the compiler says of the manifests; empty when it says nothing */
async function complaints(yaml: string): Promise<string> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'kubernetes-'))
  try {
    const lines = parseAllDocuments(yaml).map((document, index) => {
      const manifest = document.toJS() as { kind: keyof typeof TYPES }
      const [type, from] = TYPES[manifest.kind]
      const text = JSON.stringify(manifest)
      return `import type { ${type} as T${index} } from 'kubernetes-models/${from}'\nexport const m${index} = ${text} satisfies T${index}\n`
    })
    writeFileSync(join(folder, 'manifests.ts'), lines.join(''))
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(PROJECT))
    const args = [tool('typescript', 'bin', 'tsc'), '-p', folder, '--pretty', 'false']
    const { output } = await run(process.execPath, args, { cwd: folder })
    return output.trim()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

it('every name in the Kubernetes example is one of the API', async () => {
  const yaml = readFileSync(inRoot('deploy', 'kubernetes.yaml'), 'utf8')
  expect(await complaints(yaml)).toBe('')
  expect(await complaints(yaml.replace('readOnlyRootFilesystem', 'readOnlyRootFileSystem'))).toMatch(
    /readOnlyRootFileSystem/,
  )
})
