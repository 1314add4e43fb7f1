/** Lets plain scripts share TypeScript modules of this folder that import nothing at run time. */

import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** Imports a module of this folder from its source. */
export function load(name) {
  const source = readFileSync(new URL(name, import.meta.url), 'utf8')
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`)
}
