/** Looks at a document's shell commands: their syntax, and that what they call is there. Nothing is run. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { program } from '../../packages/bff/src/cli/program.ts'
import { inRoot } from '../paths.ts'
import { run } from '../processes/run.ts'
import type { Block } from './documents.ts'

const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
  scripts: Record<string, string>
}
const configuration = readFileSync(inRoot('docs', 'reference', 'configuration.md'), 'utf8')
const examples = readFileSync(inRoot('examples', 'README.md'), 'utf8')

/** @returns what is wrong with the block, one line each */
export async function checkShell(block: Block): Promise<string[]> {
  const { code, output } = await run('bash', ['-n', '-c', block.text], { cwd: inRoot() })
  const syntax = code === 0 ? [] : [output.trim()]
  const commands = block.text
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/(^|\s)#.*$/gm, '')
    .split(/\n|&&|\|\|?|;/)
    .map((command) => command.trim())
  const made = filesMadeBy(block.file)
  const wrong = syntax.length > 0 ? syntax : commands.filter((line) => !runs(line, made)).flatMap(problemsOf)
  return wrong.map((problem) => `${block.file}:${block.line}: ${problem}`)
}

/** Files that a page lets its reader write: `name.js`, a colon, and the code. */
function filesMadeBy(file: string): string[] {
  if (!existsSync(inRoot(file))) return []
  return [...readFileSync(inRoot(file), 'utf8').matchAll(/`([\w.]+\.js)`:\n/g)].map(([, name = '']) => name)
}

const runs = (command: string, made: string[]) =>
  command.startsWith('node ') && made.some((name) => command.endsWith(` ${name}`))

function problemsOf(command: string): string[] {
  const words = command.split(/\s+/)
  const settings = words.filter((word) => /^[A-Z][A-Z0-9_]*=/.test(word))
  return [...settings.flatMap(unknownVariable), ...missing(words.filter((word) => !settings.includes(word)))]
}

function missing([name = '', ...words]: string[]): string[] {
  if (name === 'export' || name === '') return []
  if (name === 'npx') return missing(words.filter((word) => !word.startsWith('--yes')))
  if (name === 'npm') return missingScript(words)
  if (name === 'paykka-bff') return missingCommand(program, words)
  if (/(^|\/)node$/.test(name)) return missingFile(words)
  return []
}

function missingScript([word = '', name = '']: string[]): string[] {
  const script = word === 'run' ? name : word
  const isThere = ['install', 'ci', 'init', 'pkg'].includes(script) || script in scripts
  return isThere ? [] : [`package.json has no script "${script}"`]
}

function missingFile(words: string[]): string[] {
  const index = words.findIndex((word) => !word.startsWith('-'))
  const file = words[index] ?? ''
  if (/cli\/main\.ts$/.test(file)) return missingCommand(program, words.slice(index + 1))
  const folders = ['.', 'e2e', dirname('packages/bff/x')]
  return folders.some((folder) => existsSync(inRoot(folder, file))) ? [] : [`there is no ${file}`]
}

/** Goes down the words as the command line does: a subcommand, then its options. */
function missingCommand(command: Command, [word, ...rest]: string[]): string[] {
  if (word === undefined || /^[<>]|^2>/.test(word)) return []
  if (command.commands.length > 0 && !word.startsWith('-')) {
    const next = command.commands.find((each) => each.name() === word)
    return next ? missingCommand(next, rest) : [`paykka-bff has no command "${word}"`]
  }
  const known = ['--help', '--version', ...command.options.map(({ long }) => long)]
  const isOption = word.startsWith('--')
  const wrong =
    isOption && !known.includes(word.split('=')[0]) ? [`${command.name()} has no option ${word}`] : []
  return [...wrong, ...missingCommand(command, rest)]
}

/** A variable of the BFF or the emulator, or one that the examples read. */
function unknownVariable(setting: string): string[] {
  const name = setting.slice(0, setting.indexOf('='))
  const isKnown = configuration.includes(`\`${name}\``) || examples.includes(`${name}=`)
  return isKnown ? [] : [`there is no variable ${name}`]
}
