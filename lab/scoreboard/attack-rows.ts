/** The rows about attacks: files of cases with their own controls. */
import { LEAST_KILLED, readScore } from '../mutation/mutation-score.ts'
import type { Figure, Row } from './row-figures.ts'
import { count, row, runCases, runSpecs } from './row-figures.ts'

export function attackRows(): Row[] {
  return [
    ...ATTACKS.map((attack) => attackRow(attack)),
    row('isolation', 'Digits a script of the page reads, messages it forges', 4, isolated),
    row('mutation', 'Changes to money and security rules that a test detects', 15, mutated),
  ]
}

type AttackRow = { id: string; title: string; file: string; control: string }

/** Files of attacks; each holds its own control, which fails the file when nothing is found where something was planted. */
const ATTACKS: AttackRow[] = [
  {
    id: 'red-team',
    title: 'Open redirects (60), server-side requests (30), guesses, lies about the price',
    file: 'attacks/red-team.test.ts',
    control: 'good requests of the same files are taken',
  },
  {
    id: 'bad-inputs',
    title: '5,900 hostile inputs at all 15 routes: no 5xx, no charge',
    file: 'attacks/fuzz.test.ts',
    control: '500 good inputs are all taken',
  },
  {
    id: 'bit-flips',
    title: '10,700 flipped bits in requests, answers, notifications and sealed cards: none accepted',
    file: 'attacks/bit-flips.test.ts',
    control: 'each untouched message is accepted',
  },
  {
    id: 'card-bytes',
    title: 'Card bytes in logs, database and answers after every kind of payment: none',
    file: '../packages/bff/test/http/secrets.test.ts',
    control: 'planted canaries are found',
  },
  {
    id: 'carding',
    title: '10,000 stolen cards: at most 1 % sent, at least 99 % of shoppers pay',
    file: '../packages/bff/test/limits/card-testing.test.ts',
    control: 'everything is sent without limits',
  },
]

function attackRow({ id, title, file, control }: AttackRow): Row {
  return row(id, title, 4, async (minutes) => {
    const { passed, of, command } = await runCases(file, {}, minutes)
    return [{ name: title, value: `${passed} of ${of} cases`, control, ok: of > 0 && passed === of, command }]
  })
}

/** The tests of `isolation.spec.ts`, in its order. */
async function isolated(minutes: number): Promise<Figure[]> {
  const { reported, command } = await runSpecs('tests/isolation.spec.ts', minutes)
  const [frame, inline, forged] = reported
  if (!frame || !inline || !forged) throw new Error(`${command} ran ${reported.length} of its tests`)
  return [
    {
      name: 'Digits of a card that a script of the host page reads from the frame',
      value: frame.figure,
      control: `inline: ${inline.figure}`,
      ok: frame.ok && inline.ok,
      command,
    },
    {
      name: 'Forged messages to the card frame without effect',
      value: forged.figure,
      control: 'the true message is answered',
      ok: forged.ok,
      command,
    },
  ]
}

async function mutated(minutes: number): Promise<Figure[]> {
  const { killed, of, command } = await readScore(minutes)
  return [
    {
      name: 'Changes to money and security rules that a test detects',
      value: `${count(killed)} of ${count(of)} (${((killed / of) * 100).toFixed(1)} %)`,
      control: `${of - killed} were not detected`,
      ok: of > 0 && killed / of >= LEAST_KILLED,
      command,
    },
  ]
}
