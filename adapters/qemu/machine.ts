/** A virtual machine, as data. */

/** What QEMU is asked to be. */
export interface Machine {
  /** Path of a bzImage. */
  readonly image: string
  /** Path of an initramfs whose `/init` is the agent. */
  readonly initramfs: string
  readonly memoryMb: number
  /** One unless said otherwise: programs are then answered the same way every time. */
  readonly cpus?: number
  /** `microvm` has virtio-mmio, `pc` has PCI. */
  readonly machine: 'microvm' | 'pc'
  readonly accel: 'tcg' | 'kvm'
  /** Kernel command line, after what every machine has. */
  readonly append: readonly string[]
}

export const qemuProgram = 'qemu-system-x86_64'

/** The child's file descriptors: the console and the wire are sockets that it inherits. */
export const descriptors = { console: 3, wire: 4 } as const

/**
 * A warning or an oops ends the kernel, and an ended kernel ends QEMU: only a triple fault does that
 * on a microvm. Where RCU takes ticks of the clock, passes of the collector need not wait for them.
 * A busy host is late with timer interrupts, which is no reason to panic at boot.
 */
const alwaysAppended = [
  'console=ttyS0',
  'panic=-1',
  'oops=panic',
  'panic_on_warn=1',
  'reboot=t',
  'nokaslr',
  'no_timer_check',
  'rcupdate.rcu_expedited=1',
]

/** QEMU's arguments for a machine. */
export function qemuArguments(machine: Machine): string[] {
  const virtio = machine.machine === 'microvm' ? 'virtio-serial-device' : 'virtio-serial-pci'
  const board = machine.machine === 'microvm' ? 'microvm,acpi=off' : 'pc'
  return [
    ...['-machine', board, '-accel', machine.accel],
    ...['-m', String(machine.memoryMb), '-smp', String(machine.cpus ?? 1)],
    ...['-no-reboot', '-nodefaults', '-no-user-config', '-display', 'none'],
    ...['-kernel', machine.image, '-initrd', machine.initramfs],
    ...['-append', [...alwaysAppended, ...machine.append].join(' ')],
    ...['-chardev', `socket,id=console,fd=${descriptors.console}`, '-serial', 'chardev:console'],
    ...['-chardev', `socket,id=wire,fd=${descriptors.wire}`],
    ...['-device', virtio, '-device', 'virtserialport,chardev=wire,name=keyspec'],
  ]
}
