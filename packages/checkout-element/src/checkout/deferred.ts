/** What is needed only once the card form is ready: paying and its results. One file, loaded before it is needed. */
export { reportMove } from '../ui/results/report-move.ts'
export { bannerView, refusal, resultPanel, resultStyles, supportView } from '../ui/results/results.ts'
export { showTick, tickView } from '../ui/results/tick.ts'
export { findSecret } from './paying/find-secret.ts'
export { dropAttempt, mayGoAgain, runAttempt, startAttempt } from './paying/run-attempt.ts'
export { storeSecretUntilShown, sweepSecrets } from './paying/store-secret.ts'
export { goToBank } from './paying/to-bank.ts'
