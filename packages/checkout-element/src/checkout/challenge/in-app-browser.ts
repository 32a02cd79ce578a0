/**
 * Detects browsers inside other apps. There, banks' pages fail in a frame: third-party cookies are blocked, passkeys are
 * missing, and links to the bank's app do not open. In the tab itself they work.
 */

/**
 * Android's WebView writes `wv` (https://developer.chrome.com/docs/multidevice/user-agent). The apps add their own words:
 * Facebook and Messenger, Instagram and Threads, TikTok, WeChat, QQ, Line, Snapchat, Pinterest, LinkedIn, Google, X,
 * KakaoTalk, Naver, Weibo, Alipay.
 */
const APPS = [
  /; wv\)/,
  /\bFB(AN|AV|IOS|_IAB)\b|MessengerForiOS/,
  /\bInstagram\b|\bBarcelona\b/,
  /BytedanceWebview|musical_ly|\btrill_|TikTok/i,
  /MicroMessenger|\bQQ\/|\bWeibo\b/,
  /\bLine\//,
  /\bSnapchat\b/,
  /\[?\bPinterest\//,
  /\bLinkedInApp\b/,
  /\bGSA\//,
  /Twitter for i|TwitterAndroid/,
  /KAKAOTALK|NAVER\(inapp/,
  /AlipayClient/,
]

/** Every browser of iOS has `Safari/` at the end; the web view of an app does not. */
const isBareWebView = (userAgent: string): boolean =>
  /\b(iPhone|iPad|iPod)\b/.test(userAgent) && /AppleWebKit\//.test(userAgent) && !/\bSafari\//.test(userAgent)

/** @returns whether the page is shown inside another app, by the user agent */
export const isInAppBrowser = (userAgent: string): boolean =>
  APPS.some((app) => app.test(userAgent)) || isBareWebView(userAgent)
