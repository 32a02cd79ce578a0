/** Builds the pages of the others the way a shop would: bundled, minified, tree-shaken. */
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'

export type File = { name: string; bytes: Buffer; gzip: Buffer; brotli: Buffer }
export type BuiltPage = { script: string; style: string | undefined; files: File[] }

const compressed = (name: string, bytes: Buffer): File => ({
  name,
  bytes,
  gzip: gzipSync(bytes, { level: 9 }),
  brotli: brotliCompressSync(bytes),
})

export async function buildPage(name: 'adyen' | 'bare-lit'): Promise<BuiltPage> {
  const input = fileURLToPath(new URL(`./pages/${name}.ts`, import.meta.url))
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input,
        output: { entryFileNames: `${name}.js`, assetFileNames: `${name}[extname]` },
      },
    },
  })
  if (!('output' in result)) throw new TypeError(`The build of ${name} gave no files.`)
  const files = result.output.map((file) =>
    compressed(file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source)),
  )
  const style = files.find((file) => file.name.endsWith('.css'))?.name
  return { script: `${name}.js`, style, files }
}
