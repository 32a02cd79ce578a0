/** A small separate disk: a tmpfs, which needs root. */
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { startProgram } from '../program.ts'

const PAGE = Buffer.alloc(4096)

export type Disk = {
  path: string
  /** Leaves no room at all. @returns what makes room again */
  fill(): () => void
  /** Nobody can write to it, until `writable`. */
  readOnly(): Promise<void>
  writable(): Promise<void>
  /** Its folder is empty then, as when a volume was not mounted. */
  unmount(): Promise<void>
}

export async function mountDisk(path: string, mebibytes: number): Promise<Disk> {
  mkdirSync(path, { recursive: true })
  await run('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path)
  return {
    path,
    fill: () => fill(join(path, 'ballast')),
    readOnly: () => run('mount', '-o', 'remount,ro', path),
    writable: () => run('mount', '-o', 'remount,rw', path),
    unmount: () => run('umount', '-l', path).catch(() => {}),
  }
}

function fill(file: string): () => void {
  const opened = openSync(file, 'w')
  try {
    for (;;) writeSync(opened, PAGE)
  } catch {
    closeSync(opened)
  }
  return () => rmSync(file)
}

async function run(command: string, ...args: string[]): Promise<void> {
  const program = startProgram({ command, args, env: {} })
  const code = await program.ended
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${program.lines.join(' ')}`)
}
