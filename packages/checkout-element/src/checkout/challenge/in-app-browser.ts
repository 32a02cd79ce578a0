/**
 * Browsers inside other apps. In a frame of theirs, banks' pages fail in ways nobody can mend from here: cookies of other
 * origins are blocked, passkeys are missing, and links to the bank's own app open nothing. In the tab itself they work.
 */

/**
 * Android's WebView writes `wv` (https://developer.chrome.com/docs/multidevice/user-agent). The apps add words of their own:
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

/** Safari and every other browser of iOS end in `Safari/`; what an app shows in a web view of its own does not. */
const isBareWebView = (userAgent: string): boolean =>
  /\b(iPhone|iPad|iPod)\b/.test(userAgent) && /AppleWebKit\//.test(userAgent) && !/\bSafari\//.test(userAgent)

/** @returns whether the page is shown inside another app, by the browser's own words */
export const isInAppBrowser = (userAgent: string): boolean =>
  APPS.some((app) => app.test(userAgent)) || isBareWebView(userAgent)
