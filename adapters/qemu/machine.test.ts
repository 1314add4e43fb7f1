import { expect, test } from 'vitest'
import { type Machine, qemuArguments } from './machine.ts'

const machine: Machine = {
  image: '/k/bzImage',
  initramfs: '/k/rd',
  memoryMb: 256,
  machine: 'microvm',
  accel: 'tcg',
  append: ['quiet'],
}

test('a microvm has its virtio device on the board, a PC on PCI', () => {
  expect(qemuArguments(machine)).toContain('virtio-serial-device')
  expect(qemuArguments({ ...machine, machine: 'pc' })).toContain('virtio-serial-pci')
})

test('a warning ends the kernel, and an ended kernel ends QEMU', () => {
  const args = qemuArguments(machine)
  const append = args[args.indexOf('-append') + 1]
  expect(append).toMatch(/panic_on_warn=1.* reboot=t.* quiet$/)
  expect(args).toContain('-no-reboot')
})
