/** Numbers of the x86-64 system calls that make a program's world, and of their arguments. */

/** From `arch/x86/entry/syscalls/syscall_64.tbl`. */
export const syscalls = {
  read: 0,
  write: 1,
  open: 2,
  close: 3,
  fstat: 5,
  ioctl: 16,
  fcntl: 72,
  sched_yield: 24,
  setgroups: 116,
  setresuid: 117,
  setresgid: 119,
  setfsuid: 122,
  setfsgid: 123,
  getpgid: 121,
  capset: 126,
  prctl: 157,
  mount: 165,
  clock_settime: 227,
  clock_gettime: 228,
  openat: 257,
  unshare: 272,
  dup3: 292,
  setns: 308,
  pidfd_open: 434,
  pidfd_getfd: 438,
  pipe2: 293,
} as const

/** `CLOCK_REALTIME`. */
export const clockRealtime = 0
/** `PR_SET_SECUREBITS`, and `SECBIT_NO_SETUID_FIXUP`: capabilities survive a change of uid. */
export const setSecurebits = 28
export const noSetuidFixup = 4
/** `PR_SET_DUMPABLE`. */
export const setDumpable = 4
/** `_LINUX_CAPABILITY_VERSION_3`. */
export const capabilityVersion = 0x20080522

/** Of `struct timespec`, bytes. */
export const timespecBytes = 16
/** `O_WRONLY`. */
export const writeOnly = 1
/** -1 for an id that is left as it is. */
export const unchanged = -1
