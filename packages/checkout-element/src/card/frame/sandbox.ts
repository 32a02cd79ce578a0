/** What every card frame may do, and no more. */
export const SANDBOX = 'allow-scripts allow-same-origin allow-forms'
