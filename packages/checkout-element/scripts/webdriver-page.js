/** Keys and window size for a WebDriver browser. The test commands lack both, so this object imitates a Playwright page. */

/**
 * Each test file runs in a frame of the one window, because a window cannot be made as narrow as a phone.
 * @param launcher of @web/test-runner-webdriver, given one file at a time
 */
export function actLikePlaywright(launcher) {
  const initialize = launcher.initialize.bind(launcher)
  return Object.assign(launcher, {
    type: 'playwright',
    // With one file at a time the launcher would take the whole window.
    initialize: (config) => initialize({ ...config, concurrency: 2 }),
    getPage: (session) => pageOf(launcher.driver, launcher.driverManager.getFrameId(session)),
  })
}

const pageOf = (driver, frame) => ({
  keyboard: {
    type: (text) => inside(driver, frame, () => press(driver, Array.from(text))),
    press: (keys) => inside(driver, frame, () => chord(driver, keys.split('+'))),
    down: (key) => inside(driver, frame, () => perform(keyboard(driver).down(unicodeOf(key)))),
    up: (key) => inside(driver, frame, () => perform(keyboard(driver).up(unicodeOf(key)))),
  },
  setViewportSize: ({ width, height }) =>
    driver.execute(
      `document.getElementById('${frame}').style = 'border: 0; width: ${width}px; height: ${height}px'`,
    ),
  emulateMedia: () => Promise.reject(new Error('WebDriver cannot emulate media features.')),
})

/**
 * Keys go to the focused element, which may be in the card frame inside the test's frame. The driver stays outside, because
 * WebKit focuses the frame that its driver uses.
 */
async function inside(driver, frame, act) {
  await driver.execute(focusFrame, frame)
  await act()
}

/** Runs in the browser. */
function focusFrame(frame) {
  const element = document.getElementById(frame)
  if (document.activeElement !== element) element.contentWindow.focus()
}

/** One device, because another device could not release a pressed key. */
const keyboard = (driver) => driver.action('key', { id: 'keyboard' })

/** Releases nothing by itself: a pressed key stays pressed until it is released. */
const perform = (action) => action.perform(true)

/** One key after the other; each is released before the next. */
function press(driver, keys) {
  const action = keyboard(driver)
  for (const key of keys) action.down(key).up(key)
  return perform(action)
}

/** `Shift+Tab`: pressed in order, released in reverse order. */
function chord(driver, names) {
  const keys = names.map(unicodeOf)
  const action = keyboard(driver)
  for (const key of keys) action.down(key)
  for (const key of keys.toReversed()) action.up(key)
  return perform(action)
}

/** The named keys of the WebDriver standard; any other key is its character. */
const NAMED = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: '\uE00D',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
}
const unicodeOf = (name) => NAMED[name] ?? name
