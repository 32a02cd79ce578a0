/** All locales except the built-in English. */
export const LOCALES: readonly string[] =
  'de fr es it pt-BR pt-PT nl pl cs sk hu ro bg el hr sl sv da nb fi et lv lt tr ru uk ar he fa hi th vi id ms ja ko zh-Hans zh-Hant'.split(
    ' ',
  )
