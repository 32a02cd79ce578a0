/** What is needed only once the card form stands: paying and its results. One file, fetched ahead of need. */

export {
  noticeView,
  payAnotherWay,
  refusal,
  resultPanel,
  resultStyles,
  supportView,
} from '../ui/results/results.ts'
export { tellMove } from '../ui/results/tell-move.ts'
export { keepUntilShown, sweepSecrets } from './paying/keep-secret.ts'
export { keptSecret } from './paying/kept-secret.ts'
export { dropAttempt, mayGoAgain, runAttempt, startAttempt } from './paying/run-attempt.ts'
export { goToBank } from './paying/to-bank.ts'
