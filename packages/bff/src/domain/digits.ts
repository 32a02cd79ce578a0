/** Converts the digits of every script (Unicode, general category Nd) to 0 to 9. */

const DIGIT = /^\p{Nd}$/u
const isDigit = (code: number) => DIGIT.test(String.fromCodePoint(code))

/** @returns the text with every decimal digit as ASCII */
export function asciiDigits(text: string): string {
  return text.replace(/[^\p{ASCII}\P{Nd}]/gu, (digit) => String(digitAt(digit.codePointAt(0) ?? 0)))
}

/** Unicode assigns digits in runs of ten that begin with zero; some runs are adjacent. */
function digitAt(code: number): number {
  let before = 0
  while (isDigit(code - before - 1)) before++
  return before % 10
}
