/** The words to avoid are found where people read them, and nowhere else. */
import { expect, it } from 'vitest'
import { findings, spoken } from '../docs/words.ts'

const phrases = (text: string) => findings('x.ts', text).map(({ phrase, line }) => [phrase, line])

it('finds a phrase in a comment, a message and across two lines of a comment', () => {
  const source =
    "// Whoever asks\nconst message = 'the file stands there'\n/**\n * a room of its\n * own.\n */\n"
  expect(phrases(spoken(source))).toEqual([
    ['Whoever', 1],
    ['of its * own', 4],
    ['stands', 2],
  ])
})

it.each([
  ['a name', 'const whoever = ledger.notices'],
  ['a short string', "send('notice')"],
  ['code in a comment', '// see `whoever` there'],
  ['a value in a template', 'log(`it was $' + '{told} twice over`)'],
  ['a part of another word', '// outstands the unforetold'],
  ['its own, before a noun', '// of its own servers'],
])('leaves %s alone', (_what, source) => {
  expect(phrases(spoken(source))).toEqual([])
})
