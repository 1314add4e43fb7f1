/** What a container may be made with. */

/** `CONTAINER_*` */
export const containerFlags = {
  newMounts: 0x001,
  emptyMounts: 0x002,
  newUsers: 0x020,
  newPids: 0x040,
  newNetwork: 0x080,
  killOnClose: 0x100,
  closeOnExec: 0x200,
} as const
