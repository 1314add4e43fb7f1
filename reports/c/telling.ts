/** How a reproducer tells what a step answered: functions of C, in the order of their use; `records.ts` has more. */

import { errnoNumbers } from '../../spec/vocabulary/errno.ts'
import type { Helper } from './text.ts'

/** What telling that a call failed, which keys it brought, and what it wrote takes. */
export const answerHelpers: readonly Helper[] = [
  {
    name: 'FILL',
    code: `/* What a buffer is full of before a call, and bytes behind it. */
#define FILL 0xa5
#define GUARD 4`,
  },
  {
    name: 'tell',
    code: `/* Answers the step whose turn it is. */
static void __attribute__((format(printf, 1, 2))) tell(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(shared->text, sizeof(shared->text), format, args);
	va_end(args);
	atomic_store(&shared->answered, atomic_load(&shared->turn));
}`,
  },
  {
    name: 'error_name',
    code: `#define ERROR(name) { name, #name }

static const char *error_name(int number)
{
	static const struct {
		int number;
		const char *name;
	} errors[] = {
${errorRows()}
	};
	static char unknown[16];

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i].number == number)
			return errors[i].name;
	snprintf(unknown, sizeof(unknown), "E#%d", number);
	return unknown;
}`,
  },
  {
    name: 'failed',
    code: `/* Tells the error, if it is one. */
static bool failed(long result)
{
	if (result >= 0)
		return false;
	tell("%s", error_name(errno));
	return true;
}`,
  },
  {
    name: 'tell_value',
    code: `static void tell_value(long result)
{
	if (!failed(result))
		tell("%ld", result);
}`,
  },
  {
    name: 'key_of',
    code: `/* The entry of a serial; the first sight of it makes one. */
static struct key *key_of(int serial, bool *new)
{
	int i;

	for (i = 0; i < shared->seen; i++)
		if (shared->keys[i].serial == serial)
			break;
	*new = i == shared->seen;
	if (i == SEEN)
		end(2, "could not be run: more than %d keys were seen", SEEN);
	if (*new)
		shared->keys[shared->seen++].serial = serial;
	return &shared->keys[i];
}`,
  },
  {
    name: 'key_name',
    code: `static const char *key_name(const struct key *key, bool new, char *room, size_t size)
{
	if (new)
		return "a new key";
	if (key->name)
		snprintf(room, size, "k%d", key->name);
	else
		snprintf(room, size, "?%d", (int)(key - shared->keys) + 1);
	return room;
}`,
  },
  {
    name: 'tell_key',
    code: `/* Tells which key it is, which is called by this number from now on. */
static void tell_key(int name, long serial)
{
	const char *text;
	struct key *key;
	char room[16];
	bool new;

	if (failed(serial))
		return;
	if (!serial) {
		tell("0");
		return;
	}
	key = key_of(serial, &new);
	text = key_name(key, new, room, sizeof(room));
	if (!key->name)
		key->name = name;
	if (name)
		k[name] = serial;
	tell("%s", text);
}`,
  },
  {
    name: 'by_text',
    code: `static int by_text(const void *one, const void *other)
{
	return strcmp(one, other);
}`,
  },
  {
    name: 'tell_links',
    code: `/* Tells what a keyring holds; more than 16 links have no order. */
static void tell_links(long length)
{
	static char names[sizeof(buffer) / sizeof(int)][16];
	const int *serials = (const int *)buffer;
	int count = length / sizeof(int);
	FILE *out;

	if (failed(length))
		return;
	if (length > (long)sizeof(buffer) || length % sizeof(int)) {
		tell("garbled");
		return;
	}
	for (int i = 0; i < count; i++) {
		char room[16];
		bool new;
		struct key *key = key_of(serials[i], &new);

		snprintf(names[i], sizeof(names[i]), "%s", key_name(key, new, room, sizeof(room)));
	}
	if (count > 16)
		qsort(names, count, sizeof(names[0]), by_text);
	out = fmemopen(scratch, sizeof(scratch), "w");
	for (int i = 0; i < count; i++)
		fprintf(out, "%s%s", i ? ", " : "", names[i]);
	fclose(out);
	tell("[%s]", count ? scratch : "");
}`,
  },
  {
    name: 'quoted',
    code: `/* Bytes of the buffer as a quoted text, a long run of one character written short. */
static const char *quoted(long length)
{
	bool run = length > 32;
	FILE *out;

	for (long i = 0; i < length; i++)
		run = run && buffer[i] == buffer[0];
	out = fmemopen(scratch, sizeof(scratch), "w");
	fputc('"', out);
	for (long i = 0; i < (run ? 1 : length); i++) {
		unsigned char c = buffer[i];

		if (c == '"' || c == '\\\\')
			fprintf(out, "\\\\%c", c);
		else if (c < 0x20 || c > 0x7e)
			fprintf(out, "\\\\x%02x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
	if (run)
		fprintf(out, "*%ld", length);
	fclose(out);
	return scratch;
}`,
  },
  {
    name: 'tell_payload',
    code: `static void tell_payload(long length)
{
	if (failed(length))
		return;
	if (!length)
		tell("[]");
	else if (length > (long)sizeof(buffer))
		tell("garbled");
	else
		tell("%s", quoted(length));
}`,
  },
  {
    name: 'tell_buffer',
    code: `/* Tells what a call answered, and what it left in a buffer of that size. */
static void tell_buffer(size_t size, long result)
{
	if (failed(result))
		return;
	for (size_t i = size; i < size + GUARD; i++)
		if ((unsigned char)buffer[i] != FILL)
			size = i + 1;
	tell("%ld %s", result, quoted(size));
}`,
  },
  {
    name: 'tell_written',
    code: `/* Tells what was written, or its length where there was no room for it. */
static void tell_what_fits(void (*tell_all)(long), unsigned long room, bool is_there, long length)
{
	bool blank = true;

	for (size_t i = 0; i < sizeof(buffer); i++)
		blank = blank && (unsigned char)buffer[i] == FILL;
	if (length >= 0 && (!is_there || (unsigned long)length > room || (length && blank)))
		tell("%ld", length);
	else
		tell_all(length);
}

#define tell_written(tell_all, room, is_there, call) do {	\\
	memset(buffer, FILL, sizeof(buffer));	\\
	tell_what_fits(tell_all, room, is_there, call);	\\
} while (0)`,
  },
]

function errorRows(): string {
  const names = Object.keys(errnoNumbers)
  const rows: string[] = []
  for (let at = 0; at < names.length; at += 4) {
    const row = names.slice(at, at + 4).map((name) => `ERROR(${name})`)
    rows.push(`\t\t${row.join(', ')},`)
  }
  return rows.join('\n')
}
