/** User agents as apps and browsers send them. */
import { expect, it } from 'vitest'
import { isInAppBrowser } from '../../../src/checkout/challenge/in-app-browser.ts'

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A; wv) AppleWebKit/537.36 (KHTML, like Gecko)'
const CHROME = 'Version/4.0 Chrome/131.0.6778.39 Mobile Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

const APPS: [string, string][] = [
  ['Facebook on Android', `${ANDROID} ${CHROME} [FB_IAB/FB4A;FBAV/489.0.0.66.81;]`],
  [
    'Facebook on iOS',
    `${IPHONE} Mobile/22B83 [FBAN/FBIOS;FBAV/489.0.0.37.104;FBBV/664;FBDV/iPhone16,1;FBSV/18.1]`,
  ],
  ['Messenger', `${IPHONE} Mobile/22B83 [FBAN/MessengerForiOS;FBAV/485.0.0.40.109]`],
  ['Instagram on Android', `${ANDROID} ${CHROME} Instagram 357.0.0.30.114 Android (34/14; 420dpi)`],
  ['Instagram on iOS', `${IPHONE} Mobile/22B83 Instagram 357.1.6.32.103 (iPhone16,1; iOS 18_1)`],
  ['Threads', `${IPHONE} Mobile/22B83 Barcelona 357.0.0.34.104 (iPhone16,1; iOS 18_1)`],
  ['TikTok on Android', `${ANDROID} ${CHROME} trill_370104 JsSdk/1.0 BytedanceWebview/d8a21c6`],
  ['TikTok on iOS', `${IPHONE} Mobile/22B83 musical_ly_37.1.0 JsSdk/2.0 BytedanceWebview/d8a21c6`],
  ['WeChat', `${IPHONE} Mobile/22B83 MicroMessenger/8.0.53(0x18003531) NetType/WIFI Language/en`],
  ['WeChat on a computer', 'Mozilla/5.0 (Windows NT 10.0) Chrome/122.0 Safari/537.36 MicroMessenger/7.0.20'],
  ['QQ', `${IPHONE} Mobile/22B83 QQ/9.1.15.611 V1_IPH_SQ`],
  ['Line', `${IPHONE} Mobile/22B83 Safari Line/14.19.0`],
  ['Snapchat', `${IPHONE} Version/18.1 Mobile/22B83 Safari/604.1 Snapchat/13.18.0.46 (like Safari/8619)`],
  ['Pinterest', `${IPHONE} Mobile/22B83 [Pinterest/iOS]`],
  ['LinkedIn', `${IPHONE} Mobile/22B83 [LinkedInApp]/9.30.1187`],
  ['Google app', `${IPHONE} GSA/345.0.698580217 Mobile/15E148 Safari/604.1`],
  ['X on iOS', `${IPHONE} Mobile/22B83 Twitter for iPhone/10.66`],
  ['X on Android', `${ANDROID} ${CHROME} TwitterAndroid`],
  ['KakaoTalk', `${ANDROID} ${CHROME};KAKAOTALK 2510970`],
  ['Naver', `${ANDROID} ${CHROME} NAVER(inapp; search; 1100; 12.9.1)`],
  ['Alipay', `${IPHONE} Mobile/22B83 AliApp(AP/10.6.76.6000) AlipayClient/10.6.76.6000`],
  ["any app's web view on Android", `${ANDROID} ${CHROME}`],
  [
    'a web view of reduced words',
    'Mozilla/5.0 (Linux; Android 10; K; wv) AppleWebKit/537.36 Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36',
  ],
  ["any app's web view on iOS", `${IPHONE} Mobile/22B83`],
]

const BROWSERS: [string, string][] = [
  ['Safari on iOS', `${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`],
  ['Chrome on iOS', `${IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`],
  ['Firefox on iOS', `${IPHONE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15`],
  ['Edge on iOS', `${IPHONE} EdgiOS/131.0.2903.48 Version/18.0 Mobile/15E148 Safari/604.1`],
  [
    'Safari on a Mac',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  ],
  [
    'Chrome on Android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  ],
  [
    'Samsung Internet',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36',
  ],
  ['Firefox on Android', 'Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0'],
  [
    'Chrome on Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  ],
  ['nothing', ''],
]

it.each(APPS)('knows %s', (_name, userAgent) => {
  expect(isInAppBrowser(userAgent)).toBe(true)
})

it.each(BROWSERS)('takes %s for no app', (_name, userAgent) => {
  expect(isInAppBrowser(userAgent)).toBe(false)
})
