/** What a guest said that cannot be meant: a value, for a broken kernel is what we look for. */
export interface GuestNonsense {
  readonly kind: 'nonsense'
  readonly sentence: string
}

export function nonsense(sentence: string): GuestNonsense {
  return { kind: 'nonsense', sentence }
}
