/** Runs WebKit's driver on a screen of its own while a task lasts, and leaves nothing behind. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import getPort from 'get-port'
import type { WebKit } from './engines.ts'

const READY_WITHIN_MS = 15_000
/** The launcher uses commands its own library calls old; that is no news of ours. */
const QUIET = { DISABLE_WEBDRIVERIO_DEPRECATION_WARNINGS: 'true' }
const running = new Set<ChildProcess>()
process.once('exit', () => stopWebKit())

/** Gives the task the settings the test runner reads. */
export async function withWebKit<T>(
  webkit: WebKit,
  task: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  try {
    const display = await startDisplay(webkit.display)
    const port = await getPort()
    start(webkit.driver, ['--host=127.0.0.1', `--port=${port}`], { DISPLAY: display })
    await untilReady(`http://127.0.0.1:${port}/status`)
    return await task({ ...QUIET, WEBKIT_DRIVER_PORT: String(port), WEBKIT_BROWSER: webkit.browser })
  } finally {
    stopWebKit()
  }
}

function stopWebKit(): void {
  for (const child of running) child.kill('SIGTERM')
  running.clear()
}

/** The server picks a free number itself and prints it, so that two runs on one machine do not meet. */
async function startDisplay(program: string): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']
  const child = start(program, args, {})
  const reported = child.stdio[3] as Readable
  const [number] = await once(reported, 'data', { signal: AbortSignal.timeout(READY_WITHIN_MS) })
  return `:${String(number).trim()}`
}

/** WebKitGTK draws on the CPU here: there is no graphics card to ask, and asking costs seconds. */
function start(program: string, args: string[], env: Record<string, string>): ChildProcess {
  const drawing = { WEBKIT_DISABLE_COMPOSITING_MODE: '1', LIBGL_ALWAYS_SOFTWARE: '1', GDK_BACKEND: 'x11' }
  const child = spawn(program, args, {
    env: { ...process.env, ...drawing, ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  running.add(child)
  child.once('error', () => running.delete(child))
  return child
}

async function untilReady(url: string): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS
  while (Date.now() < end) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('WebKitWebDriver did not become ready.')
}
