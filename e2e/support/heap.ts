/** What a page's JavaScript heap holds, as the browser's own profiler writes it down. */
import type { CDPSession, Frame, Page } from '@playwright/test'

/**
 * Takes a heap snapshot after a garbage collection: of the page with the frames in its process, and of a frame that has its own.
 * @returns the snapshots' text, every string of the heaps in it
 */
export async function readHeaps(page: Page, frame?: Frame): Promise<string> {
  const context = page.context()
  // Refused for a frame in the process of its page, whose snapshot holds it already.
  const own = frame ? await context.newCDPSession(frame).catch(() => null) : null
  const sessions = [await context.newCDPSession(page), ...(own ? [own] : [])]
  const texts: string[] = []
  for (const session of sessions) texts.push(await readHeap(session))
  return texts.join('')
}

async function readHeap(session: CDPSession): Promise<string> {
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}
