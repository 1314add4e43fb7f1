/** How the model's keys are referred to. */

/** A key's identity in the model: numbered by creation, from 1. */
export type KeyId = number

/** A key as a caller refers to it. */
export interface Ref {
  readonly id: KeyId
  readonly possessed: boolean
}
