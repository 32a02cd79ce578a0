/** Every event of the element bubbles and crosses shadow roots. */
export const options = (cancelable = false): EventInit => ({ bubbles: true, composed: true, cancelable })
