/** Every success criterion of WCAG 2.2 at level A and AA, and how it is checked here. */
import type { Check } from './findings.ts'

export type Criterion = {
  id: string
  name: string
  level: 'A' | 'AA'
  /** Checks that show it; empty when it does not apply or only a person can judge. */
  checks: Check[]
  /** What the checks cannot show. */
  person?: string
  /** Why there is nothing to check. */
  absent?: string
}

const row = (id: string, level: 'A' | 'AA', name: string, checks: Check[], person?: string): Criterion => ({
  id,
  level,
  name,
  checks,
  ...(person ? { person } : {}),
})
const none = (id: string, level: 'A' | 'AA', name: string, absent: string): Criterion => ({
  id,
  level,
  name,
  checks: [],
  absent,
})

const NO_MEDIA = 'no audio or video'

export const CRITERIA: Criterion[] = [
  row('1.1.1', 'A', 'Non-text content', ['axe'], "whether each mark's name says the right thing"),
  none('1.2.1', 'A', 'Audio-only and video-only', NO_MEDIA),
  none('1.2.2', 'A', 'Captions (prerecorded)', NO_MEDIA),
  none('1.2.3', 'A', 'Audio description or media alternative', NO_MEDIA),
  none('1.2.4', 'AA', 'Captions (live)', NO_MEDIA),
  none('1.2.5', 'AA', 'Audio description (prerecorded)', NO_MEDIA),
  row('1.3.1', 'A', 'Info and relationships', ['axe', 'labels', 'errors']),
  row('1.3.2', 'A', 'Meaningful sequence', ['keyboard'], 'a reading with a screen reader'),
  row(
    '1.3.3',
    'A',
    'Sensory characteristics',
    [],
    'whether no text points at something by shape, color or place alone',
  ),
  row('1.3.4', 'AA', 'Orientation', ['orientation']),
  row('1.3.5', 'AA', 'Identify input purpose', ['autofill', 'axe']),
  row('1.4.1', 'A', 'Use of color', ['errors'], 'whether outcomes are shown by more than color'),
  none('1.4.2', 'A', 'Audio control', NO_MEDIA),
  row('1.4.3', 'AA', 'Contrast (minimum)', ['axe']),
  row('1.4.4', 'AA', 'Resize text', ['zoom']),
  none('1.4.5', 'AA', 'Images of text', "none but the card brands' marks, which are exempt"),
  row('1.4.10', 'AA', 'Reflow', ['reflow']),
  row('1.4.11', 'AA', 'Non-text contrast', ['edges'], 'the contrast of marks and of the focus outline'),
  row('1.4.12', 'AA', 'Text spacing', ['spacing']),
  none('1.4.13', 'AA', 'Content on hover or focus', 'nothing appears on hover or focus'),
  row('2.1.1', 'A', 'Keyboard', ['keyboard']),
  row('2.1.2', 'A', 'No keyboard trap', ['keyboard']),
  none('2.1.4', 'A', 'Character key shortcuts', 'there are none'),
  row(
    '2.2.1',
    'A',
    'Timing adjustable',
    [],
    'a checkout ends when the shop says; whether that is long enough, or announced in time',
  ),
  row('2.2.2', 'A', 'Pause, stop, hide', ['motion'], 'whether the sign of progress is essential'),
  row('2.3.1', 'A', 'Three flashes', [], 'whether nothing flashes'),
  none('2.4.1', 'A', 'Bypass blocks', "the shop's page"),
  row('2.4.2', 'A', 'Page titled', ['axe']),
  row('2.4.3', 'A', 'Focus order', ['keyboard']),
  row('2.4.4', 'A', 'Link purpose', ['axe']),
  none('2.4.5', 'AA', 'Multiple ways', "the shop's site"),
  row('2.4.6', 'AA', 'Headings and labels', ['labels', 'axe'], 'whether they describe well'),
  row('2.4.7', 'AA', 'Focus visible', ['focus'], 'in forced colors too'),
  row(
    '2.4.11',
    'AA',
    'Focus not obscured (minimum)',
    ['focus'],
    "a shop's sticky header may cover the element",
  ),
  none('2.5.1', 'A', 'Pointer gestures', 'there are none'),
  row(
    '2.5.2',
    'A',
    'Pointer cancellation',
    [],
    'whether everything acts on release; all buttons and links are native',
  ),
  row('2.5.3', 'A', 'Label in name', ['axe', 'labels']),
  none('2.5.4', 'A', 'Motion actuation', 'there is none'),
  none('2.5.7', 'AA', 'Dragging movements', 'there are none'),
  row('2.5.8', 'AA', 'Target size (minimum)', ['targets']),
  row('3.1.1', 'A', 'Language of page', ['language', 'axe']),
  row('3.1.2', 'AA', 'Language of parts', ['axe'], 'an element in another language than its page'),
  row('3.2.1', 'A', 'On focus', ['keyboard']),
  row('3.2.2', 'A', 'On input', [], 'whether typing changes nothing but the field'),
  none('3.2.3', 'AA', 'Consistent navigation', "the shop's site"),
  row('3.2.4', 'AA', 'Consistent identification', [], 'whether the same thing is called the same everywhere'),
  none('3.2.6', 'A', 'Consistent help', "the shop's site"),
  row('3.3.1', 'A', 'Error identification', ['errors']),
  row('3.3.2', 'A', 'Labels or instructions', ['labels']),
  row('3.3.3', 'AA', 'Error suggestion', ['errors'], 'whether each suggestion helps'),
  row(
    '3.3.4',
    'AA',
    'Error prevention (legal, financial, data)',
    [],
    'whether the amount on the button and the checks before sending are enough',
  ),
  none('3.3.7', 'A', 'Redundant entry', 'nothing is asked twice'),
  none('3.3.8', 'AA', 'Accessible authentication (minimum)', "authentication is the bank's page"),
  row('4.1.2', 'A', 'Name, role, value', ['axe', 'labels']),
  row('4.1.3', 'AA', 'Status messages', ['status'], 'a hearing with a screen reader'),
]
