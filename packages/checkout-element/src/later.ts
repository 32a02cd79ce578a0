/** What is needed only once the card form stands: paying and its results. One file, fetched ahead of need. */
export { shortenKeeping } from './paying/keep-secret.ts'
export { dropAttempt, mayGoAgain, runAttempt, startAttempt } from './paying/run-attempt.ts'
export { detailOf, noticeView, refusal, resultStyles } from './results/results.ts'
