/** Texts for inside a sheet, where the page’s own explanation is hidden behind it. */
import { msg } from '../../locales/localization.ts'

export const sheetFailed = () =>
  msg('This did not work. Choose something else, or close this window and try again.', { id: 'sheet-failed' })
