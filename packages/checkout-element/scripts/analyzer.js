/** The parts of the analyzer this package uses, which its own types leave out. */
export { create, ts } from '@custom-elements-manifest/analyzer'
export { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js'
