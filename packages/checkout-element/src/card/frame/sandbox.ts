/** The sandbox permissions of every card frame. */
export const SANDBOX = 'allow-scripts allow-same-origin allow-forms'
