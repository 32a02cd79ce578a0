/** `afterPainting` calls back whether the page is busy, idle, or not painted at all. */
import { expect } from 'chai'
import { afterPainting } from '../../../src/card/frame/painting.ts'
import { FakeScreen } from '../../support/fake-screen.ts'

let screen: FakeScreen
let acted: number

const start = () => afterPainting(() => acted++)

describe('afterPainting', () => {
  beforeEach(() => {
    screen = new FakeScreen()
    acted = 0
  })

  afterEach(() => {
    screen.restore()
    Reflect.deleteProperty(document, 'hidden')
  })

  it('acts in the task after the next painting, once', () => {
    start()
    expect(acted).to.equal(0)
    screen.paint()
    expect(acted).to.equal(1)
    for (let turn = 0; turn < 20; turn++) screen.wait()
    expect(acted).to.equal(1)
  })

  it('waits on while a busy page is late with it', () => {
    start()
    for (let turn = 0; turn < 9; turn++) screen.wait()
    expect(acted).to.equal(0)
    screen.paint()
    expect(acted).to.equal(1)
  })

  it('acts all the same where nothing is painted', () => {
    start()
    for (let turn = 0; turn < 10; turn++) screen.wait()
    expect(acted).to.equal(1)
    screen.paint()
    expect(acted).to.equal(1)
  })

  it('acts at once in a tab behind another', () => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    start()
    expect(acted).to.equal(1)
  })
})
