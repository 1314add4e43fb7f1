/** What can be said of targets on a machine with or without QEMU. */

import { expect, test } from 'vitest'
import { mainline } from '../../spec/profiles/mainline.ts'
import { TargetError } from '../../spec/target.ts'
import { measureQemu } from './measure.ts'
import { type QemuOptions, qemuTarget } from './target.ts'

/** This file is no kernel. */
const options: QemuOptions = {
  image: import.meta.filename,
  initramfs: import.meta.filename,
  profile: mainline,
  title: 'none',
}

test.each([qemuTarget, measureQemu])('what is no kernel is refused in a sentence', async (open) => {
  const error: unknown = await open(options).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TargetError)
  expect(String(error)).not.toContain('\n')
})
