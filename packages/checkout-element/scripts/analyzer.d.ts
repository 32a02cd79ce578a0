/** Types of the used parts of the analyzer. */
import type { Package } from 'custom-elements-manifest'

type SourceFile = { fileName: string }

export const ts: {
  createSourceFile(name: string, text: string, target: number, setParents: boolean): SourceFile
  ScriptTarget: { ES2022: number }
}
export function litPlugin(): object[]
export function create(input: { modules: SourceFile[]; plugins: object[] }): Package
