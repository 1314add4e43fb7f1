/** Who acts in witnesses; the lines of a witness follow. */

/** One process. */
export const alone = (lines: string): string => `p1: u1 g1${lines}`

/** Two processes of one user. */
export const twins = (lines: string): string => `p1: u1 g1\np2: u1 g1${lines}`

/** Two processes of two users. */
export const strangers = (lines: string): string => `p1: u1 g1\np2: u2 g2${lines}`

/** Two processes of two users with one group. */
export const colleagues = (lines: string): string => `p1: u1 g1\np2: u2 g1${lines}`

/** Keyrings k1 … k`count`, each in the one before, the first in the thread keyring. */
export function chain(count: number): string {
  const rings = Array.from({ length: count }, (_, at) => (at === 0 ? '@t' : `k${at}`))
  return rings.map((ring, at) => `\nk${at + 1} = p1 add_key "keyring" "r" - ${ring}`).join('')
}
