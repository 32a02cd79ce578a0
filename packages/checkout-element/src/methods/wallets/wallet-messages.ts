/** Texts inside a sheet, which covers the explanations of the page. */
import { msg } from '../../locales/localization.ts'

export const sheetFailed = () =>
  msg('This did not work. Choose something else, or close this window and try again.', { id: 'sheet-failed' })
