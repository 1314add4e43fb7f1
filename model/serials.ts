/**
 * Descriptions that end in a key's serial number. The model has no serial numbers: it writes the key's
 * own number, and how many digits the serial has, behind a byte that no description of a program holds.
 */

import type { KeyId } from './world.ts'

const mark = '\0'

/** A description that ends in the serial number, of so many digits, of a key. */
export function withSerial(text: string, key: KeyId, digits: number): string {
  return `${text}${mark}${key}${mark}${digits}`
}

/** What such a description says before, and of which key; 0 where it ends in none. */
export function serialOf(description: string): { text: string; key: KeyId; digits: number } {
  if (!description.includes(mark)) return { text: description, key: 0, digits: 0 }
  const [text = '', key = '', digits = ''] = description.split(mark)
  return { text, key: Number(key), digits: Number(digits) }
}
