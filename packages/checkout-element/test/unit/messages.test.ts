import { describe, expect, it } from 'vitest'
import { problemText } from '../../src/card/messages.ts'
import cardSource from '../../src/card/messages.ts?raw'
import { declined, failure, pay } from '../../src/messages.ts'
import elementSource from '../../src/messages.ts?raw'

const idsOf = (source: string): string[] => [...source.matchAll(/id: '([^']+)'/g)].map(([, id = '']) => id)
const callsOf = (source: string): number => source.match(/\bmsg\(/g)?.length ?? 0

describe('messages', () => {
  const sources = [cardSource, elementSource]
  const ids = sources.flatMap(idsOf)

  it('have one id each, used in one place', () => {
    expect(ids.length).toBe(sources.reduce((sum, source) => sum + callsOf(source), 0))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('carry their values', () => {
    expect(pay('€49.99')).toBe('Pay €49.99')
    expect(problemText('number', 'brand', 'Visa')).toBe('This card is not accepted here. Use Visa.')
  })

  it.each(['same-card', 'other-card', 'later', 'contact-bank', 'never'] as const)(
    'give advice for %s',
    (retry) => {
      expect(declined(retry).text).toMatch(/^Nothing was charged\. .+\.$/)
    },
  )

  it('claim that nothing was charged only where the BFF refused the attempt', () => {
    expect(failure('busy', true, true).text).toContain('Nothing was charged')
    expect(failure('busy', true, false).text).not.toContain('charged')
    expect(failure('internal_error', true, false).text).not.toContain('charged')
    expect(failure('forbidden', false, false).text).not.toContain('charged')
  })
})
