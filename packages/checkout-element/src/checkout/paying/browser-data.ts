/** What the browser tells about itself for 3-D Secure. */
import type { BrowserData } from '../wire.ts'

/** Reads the seven facts EMV 3-D Secure asks a browser for; the address comes from the connection instead. */
export const browserData = (): BrowserData => ({
  userAgent: navigator.userAgent.slice(0, 1024) || 'unknown',
  language: (navigator.language || 'en').slice(0, 35),
  colorDepth: Math.min(64, Math.max(1, screen.colorDepth || 24)),
  screenHeight: screen.height,
  screenWidth: screen.width,
  timezoneOffset: new Date().getTimezoneOffset(),
  // Browsers dropped Java plug-ins; the field is still asked for.
  javaEnabled: false,
})
