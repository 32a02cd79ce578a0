/** Writes `.env.example` and `docs/reference/configuration.md` from the table of variables. */
import { VARIABLES } from '../../src/config/variables.ts'
import type { Variable as Declared } from '../../src/environment/variable.ts'

type Variable = {
  name: string
  description: string
  required: boolean
  value: string
  words: string[]
  formerly: string | undefined
}

/** @returns every variable of the BFF in the order of their declaration */
export function variables(): Variable[] {
  return Object.entries<Declared>(VARIABLES).map(([name, { about, required, words, ...declared }]) => ({
    name,
    description: about,
    required: required === true,
    value: declared.default ?? '',
    words: [...(words ?? [])],
    formerly: declared.formerly,
  }))
}

/** The emulator's own variables; it also reads PAYKKA_APP_ID and PAYKKA_MERCHANT_ID. */
export const EMULATOR_VARIABLES = [
  ['EMULATOR_HOST', '127.0.0.1', 'Address the emulator listens on'],
  ['EMULATOR_PORT', '4010', 'Port the emulator listens on'],
  ['EMULATOR_PUBLIC_URL', '', "The emulator's address as browsers see it; the one it listens on when empty"],
  ['EMULATOR_KEYS_DIR', './data/emulator-keys', 'Folder of both key pairs; they are made when missing'],
] as const

const about = ({ description, words: list, formerly }: Variable) =>
  [
    description,
    ...(list.length === 0 ? [] : [`One of ${list.join(', ')}`]),
    ...(formerly === undefined ? [] : [`Its former name ${formerly} is deprecated`]),
  ].join('. ')

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
    'The BFF reads its configuration from the environment once, when it starts. An empty variable counts as not set. If a',
    'variable is missing or wrong, the BFF does not start, and one message names every bad variable.',
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
