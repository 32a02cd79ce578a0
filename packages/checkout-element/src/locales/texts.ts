/** Texts by message id. `{0}` and `{1}` stand for the values of that message. Plain text, never HTML. */
export type Texts = Readonly<Record<string, string>>
