/** Code of a document, as a module that tests execute. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * @param name of a page in `docs/`
 * @param about a function that the block defines
 * @returns what the block exports
 */
async function docCode<T>(name: string, about: string): Promise<T> {
  const page = readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code)
  const code = blocks.find((block) => block.includes(`function ${about}(`))
  if (code === undefined) throw new Error(`docs/${name} has no code that defines ${about}`)
  const folder = mkdtempSync(join(import.meta.dirname, '.doc-code-'))
  try {
    const file = join(folder, 'code.ts')
    writeFileSync(file, code)
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as T
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The code of docs/guides/subscriptions.md. */
export type Schedule = {
  billingDay(first: string, n: number): string
  momentOf(day: string, time: string, zone: string): number
}

export const schedule = () => docCode<Schedule>('guides/subscriptions.md', 'billingDay')
