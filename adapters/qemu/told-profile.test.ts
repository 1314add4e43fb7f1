import { expect, test } from 'vitest'
import { container } from '../../spec/profiles/container.ts'
import { mainline } from '../../spec/profiles/mainline.ts'
import { toldBy } from './told-profile.ts'

test.each([
  ['what mainline has', [0xfb, 0x07], mainline],
  ['what the whole series has', [0xfb, 0x3f], container],
  ['the series without big keys or public keys', [0xeb, 0x3f], container],
  ['a part of the series', [0xfb, 0x1f], mainline],
  ['more than the series', [0xfb, 0xff, 0x01], container],
  ['nothing, by a kernel before 5.3', [], mainline],
])('a kernel that tells %s is held to %s', (_, told, profile) => {
  expect(toldBy(Uint8Array.from(told)).name).toBe(profile.name)
})
