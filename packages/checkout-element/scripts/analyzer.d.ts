/** Types of the analyzer's parts, as far as they are used here. */
import type { Package } from 'custom-elements-manifest'

type SourceFile = { fileName: string }

export const ts: {
  createSourceFile(name: string, text: string, target: number, setParents: boolean): SourceFile
  ScriptTarget: { ES2022: number }
}
export function litPlugin(): object[]
export function create(input: { modules: SourceFile[]; plugins: object[] }): Package
