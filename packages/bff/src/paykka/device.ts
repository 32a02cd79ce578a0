/** Guesses the device type from the user agent, in PayKKa's terms. Only 3-D Secure uses it, as a hint. */

const SYSTEMS: [RegExp, string][] = [
  [/Windows/i, 'WINDOWS'],
  [/iPhone|iPad|iPod/i, 'IOS'],
  [/Mac OS X|Macintosh/i, 'MACOS'],
  [/Android/i, 'ANDROID'],
  [/Linux|CrOS/i, 'LINUX'],
]

/** @returns `device_type` and `device_os` */
export function readDevice(userAgent: string): { device_type: string; device_os: string } {
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'UNKNOWN'
  return { device_type: deviceType(userAgent), device_os: system }
}

function deviceType(userAgent: string): string {
  if (/iPad|Tablet/i.test(userAgent) || (/Android/i.test(userAgent) && !/Mobile/i.test(userAgent)))
    return 'TABLET'
  return /Mobi|iPhone|iPod/i.test(userAgent) ? 'MOBILE' : 'PC'
}
