/** Types of the script that writes the catalogue, for its test. */

/** The text of `rules.ts` as the chapters want it. */
export function catalogue(): string
