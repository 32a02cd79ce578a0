/** The `browser` member: the browser data for 3-D Secure and PayKKa's fraud checks. */
import type { BrowserData } from '@paykka-checkout/shared-types'
import { readDevice } from './device.ts'

/** @returns `browser` in PayKKa's format; all members but `java_enabled` are strings */
export function browser(data: BrowserData): Record<string, unknown> {
  return {
    user_agent: data.userAgent,
    color_depth: String(data.colorDepth),
    language: data.language,
    java_enabled: data.javaEnabled,
    ...readDevice(data.userAgent),
    terminal_type: 'WEB',
    timezone_offset: timezone(data.timezoneOffset),
    screen_height: String(data.screenHeight),
    screen_width: String(data.screenWidth),
    cookies: data.cookies || undefined,
    device_finger_print_id: data.deviceFingerprintId || undefined,
    fraud_detection_id: data.fraudDetectionId || undefined,
  }
}

/** JavaScript counts minutes *behind* UTC (300 for UTC-5); PayKKa wants `-05:00`. */
export function timezone(minutesBehind: number): string {
  const size = Math.abs(minutesBehind)
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${minutesBehind > 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}
