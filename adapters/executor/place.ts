/** Where a command's answer will be. */

export type Place =
  /** There is nobody to carry it out, so it was not sent. */
  | { readonly kind: 'absent' }
  /** Call `call` answers it. */
  | { readonly kind: 'told'; readonly call: number }
  /** The same; where that was not made, there was nobody to carry it out. */
  | { readonly kind: 'perhaps'; readonly call: number }
  /** It is done unless `call` tells otherwise. */
  | { readonly kind: 'silent'; readonly call: number }
