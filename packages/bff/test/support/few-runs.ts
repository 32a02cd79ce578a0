/** For `npm run mutation`: a property that a change breaks is nearly always broken by one of the first inputs. */
import fc from 'fast-check'

fc.configureGlobal({ numRuns: 12 })
