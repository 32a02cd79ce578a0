/** Writes `.env.example` and `docs/reference/configuration.md` from the schema of the environment. */
import { EnvironmentSchema, WORD_DEFAULTS } from '../../src/config/config-schema.ts'

type Variable = { name: string; description: string; required: boolean; value: string; words: string[] }

const words: Record<string, string> = WORD_DEFAULTS

/** @returns every variable of the BFF in the order of the schema */
export function variables(): Variable[] {
  const required = new Set<string>(EnvironmentSchema.required ?? [])
  return Object.entries(EnvironmentSchema.properties).map(([name, property]) => {
    const schema = property as { description?: string; default?: unknown; enum?: string[] }
    const value = String(schema.default ?? words[name] ?? '')
    return {
      name,
      description: schema.description ?? '',
      required: required.has(name) && value === '' && schema.default === undefined,
      value,
      words: schema.enum ?? [],
    }
  })
}

/** The emulator’s own variables; it also reads PAYKKA_APP_ID and PAYKKA_MERCHANT_ID. */
export const EMULATOR_VARIABLES = [
  ['EMULATOR_HOST', '127.0.0.1', 'Address the emulator listens on'],
  ['EMULATOR_PORT', '4010', 'Port the emulator listens on'],
  ['EMULATOR_PUBLIC_URL', '', 'The emulator’s address as browsers see it; the one it listens on when empty'],
  ['EMULATOR_KEYS_DIR', './data/emulator-keys', 'Folder of both key pairs; they are made when missing'],
] as const

const about = ({ description, words: list }: Variable) =>
  list.length === 0 ? description : `${description}. One of ${list.join(', ')}`

/** @returns the text of `.env.example`: what must be set is open, the rest shows its default */
export function envExample(): string {
  const entry = (variable: Variable) =>
    `# ${about(variable)}\n${variable.required ? '' : '# '}${variable.name}=${variable.value}\n`
  return [
    '# Every variable of the BFF. Copy to .env, fill in what has no # before it, and give each key as a variable or a file.\n',
    ...variables().map(entry),
    '# ---- The PayKKa emulator, for development and tests only ----\n',
    ...EMULATOR_VARIABLES.map(([name, value, text]) => `# ${text}\n# ${name}=${value}\n`),
  ].join('\n')
}

/** @returns the text of `docs/reference/configuration.md` */
export function configurationPage(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const row = (name: string, value: string, text: string) =>
    `| \`${name}\` | ${value === '' ? '' : `\`${cell(value)}\``} | ${cell(text)} |`
  const head = ['| variable | default | meaning |', '| --- | --- | --- |']
  return [
    '# Configuration',
    '',
    'The BFF reads its configuration from the environment, once, at its start. An empty variable counts as not set. Whatever',
    'is missing or wrong stops the start with one message that names every bad variable.',
    '',
    ...head,
    ...variables().map((variable) =>
      row(variable.name, variable.value, `${variable.required ? '**Required.** ' : ''}${about(variable)}`),
    ),
    '',
    'Of each pair `PAYKKA_PRIVATE_KEY` / `…_FILE` and `PAYKKA_PLATFORM_PUBLIC_KEY` / `…_FILE` one is required.',
    '',
    '## The PayKKa emulator',
    '',
    'For development and tests only. It also reads `PAYKKA_APP_ID` and `PAYKKA_MERCHANT_ID`.',
    '',
    ...head,
    ...EMULATOR_VARIABLES.map(([name, value, text]) => row(name, value, text)),
    '',
  ].join('\n')
}
