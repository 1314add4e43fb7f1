/** Laws: what must hold whatever happens. Data, so that tests, reports and readers see the same. */

import type * as fc from 'fast-check'
import type { RuleId } from '../../spec/rules.ts'

export interface Law {
  /** A claim, in snake_case. */
  readonly name: string
  readonly says: string
  /** The rules that it rests on. */
  readonly about: readonly [RuleId, ...RuleId[]]
  readonly property: fc.IProperty<unknown>
}
