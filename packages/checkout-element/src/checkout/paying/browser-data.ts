/** Browser data for 3-D Secure. */
import type { BrowserData } from '../wire.ts'

/** Reads the seven browser fields of EMV 3-D Secure; the BFF takes the IP address from the connection. */
export const browserData = (): BrowserData => ({
  userAgent: navigator.userAgent.slice(0, 1024) || 'unknown',
  language: (navigator.language || 'en').slice(0, 35),
  colorDepth: Math.min(64, Math.max(1, screen.colorDepth || 24)),
  screenHeight: screen.height,
  screenWidth: screen.width,
  timezoneOffset: new Date().getTimezoneOffset(),
  // Browsers no longer run Java plug-ins, but the field is still required.
  javaEnabled: false,
})
