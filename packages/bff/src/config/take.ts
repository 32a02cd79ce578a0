/** Reading one variable after the other, so that one start names everything that is wrong. */

/** Runs a reader and notes its complaint under the variable’s name; the fallback lets the others be read on. */
export type Take = <T>(variable: string, read: () => T, fallback: T) => T
