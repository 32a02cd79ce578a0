import { describe, expect, it } from 'vitest'
import { bestLocale, readLocale } from '../../src/domain/locale.ts'

const KNOWN = ['en', 'de', 'fr', 'pt-BR', 'pt-PT', 'nb', 'he', 'ja', 'zh-Hans', 'zh-Hant']

describe('bestLocale', () => {
  it.each([
    ['de', 'de'],
    ['de_DE', 'de'],
    ['de_DE_formal', 'de'],
    ['fr_FR.UTF-8', 'fr'],
    ['pt_BR', 'pt-BR'],
    ['pt_PT_ao90', 'pt-PT'],
    ['pt-AO', 'pt-PT'],
    ['zh_TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh_CN.GB18030', 'zh-Hans'],
    ['nn_NO@euro', 'nb'],
    ['iw', 'he'],
    ['ja-JP-u-ca-japanese', 'ja'],
    ['de-DE,de;q=0.9', 'de'],
    ['en_US.utf8', 'en'],
    ['tlh', undefined],
    ['C', undefined],
    ['POSIX', undefined],
    ['', undefined],
    ['__proto__', undefined],
    ['"><script>', undefined],
  ])('%s: %s', (tag, found) => expect(bestLocale(tag, KNOWN)).toBe(found))
})

it('reads a tag with what is likely for it', () => {
  expect(readLocale('zh_TW')?.toString()).toBe('zh-Hant-TW')
  expect(readLocale('de_DE_formal')?.language).toBe('de')
})
