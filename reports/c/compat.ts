/** Calls as 32-bit programs make them. */

import type { Helper } from './text.ts'

/** What takes the place of other helpers where some process makes its calls as 32-bit programs do. */
export const compatHelpers: readonly Helper[] = [
  {
    name: 'vector',
    code: `/* Its parts are half as wide for a process that calls as 32-bit programs do. */
static const void *vector(const void *text, size_t length)
{
	static unsigned int narrow[2];
	static struct iovec whole;

	narrow[0] = (uintptr_t)text;
	narrow[1] = length;
	whole = (struct iovec){ (void *)text, length };
	return compat[me] ? (void *)narrow : &whole;
}`,
  },
  {
    name: 'call_keys',
    code: `/*
 * A call about keys, by int $0x80 where the process is one of those.  What it points at lies below
 * 4 GiB, as all of a static program does.
 */
static long call_keys(long number, long number32, long a, long b, long c, long d, long e)
{
	long result;

	if (!compat[me])
		return syscall(number, a, b, c, d, e);
	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(number32), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
			 : "r8", "r9", "r10", "r11", "cc", "memory");
	result = (int)result;
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}`,
  },
  {
    name: 'keyctl',
    code: `#define keyctl(...) keyctl_of(__VA_ARGS__, 0, 0, 0, 0, 0)
#define keyctl_of(option, a, b, c, d, ...)	\\
	call_keys(NR_keyctl, NR32_keyctl, option, (long)(a), (long)(b), (long)(c), (long)(d))`,
  },
  {
    name: 'add_key',
    code: `static long add_key(const char *type, const char *description, const void *payload, size_t length,
		    int ring)
{
	return call_keys(NR_add_key, NR32_add_key, (long)type, (long)description, (long)payload,
			 length, ring);
}`,
  },
  {
    name: 'request_key',
    code: `static long request_key(const char *type, const char *description, const char *callout, int ring)
{
	return call_keys(NR_request_key, NR32_request_key, (long)type, (long)description,
			 (long)callout, ring, 0);
}`,
  },
  {
    name: 'run_of',
    code: `static const char *run_of(char c, size_t length)
{
	char *text = mmap(NULL, length + 1, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	memset(text, c, length);
	text[length] = 0;
	return text;
}`,
  },
]
