/**
 * How a reproducer tells what the kernel writes of keys, users and requests, with names for ids: functions of C, in
 * the order of their use, behind those of `telling.ts`.
 */

import type { Helper } from './text.ts'

/** What telling a description, an entry, a record of a queue and the like takes. */
export const recordHelpers: readonly Helper[] = [
  {
    name: 'id_name',
    code: `/* u3 or g3, root, or # and the number. */
static const char *id_name(char letter, int id, char *room, size_t size)
{
	if (!id)
		snprintf(room, size, "root");
	else if (id > base && id < base + IDS)
		snprintf(room, size, "%c%d", letter, id - base);
	else
		snprintf(room, size, "#%d", id);
	return room;
}`,
  },
  {
    name: 'tell_request',
    code: `/* Tells of a request; the key that is to be made is called by this number, and comes into sight last or first. */
static void tell_request(const char *how, const char *operation, int name, const int *ids,
			 const int *keys, bool last)
{
	char names[4][16], user[16], group[16];
	const char *shown[4];

	for (int nth = 0; nth < 4; nth++) {
		int i = (nth + last) % 4;
		struct key *key;
		bool new;

		shown[i] = "-";
		if (!keys[i])
			continue;
		key = key_of(keys[i], &new);
		shown[i] = key_name(key, new, names[i], sizeof(names[i]));
		if (i || !name)
			continue;
		if (!key->name)
			key->name = name;
		k[name] = keys[i];
	}
	tell("%s %.32s %s %s %s %s %s %s", how, operation, shown[0],
	     id_name('u', ids[0], user, sizeof(user)), id_name('g', ids[1], group, sizeof(group)),
	     shown[1], shown[2], shown[3]);
}`,
  },
  {
    name: 'tell_asked',
    code: `/* Tells what KEYCTL_QUERY_REQUEST_KEY_AUTH wrote. */
static void tell_asked(int name, long result)
{
	const int *words = (const int *)buffer;

	if (!failed(result))
		tell_request("asked", buffer, name, words + 8, words + 10, false);
}`,
  },
  {
    name: 'tell_id',
    code: `static void tell_id(char letter, long id)
{
	char room[16];

	if (!failed(id))
		tell("%s", id_name(letter, id, room, sizeof(room)));
}`,
  },
  {
    name: 'tell_description',
    code: `/* Tells what KEYCTL_DESCRIBE wrote, with names for ids. */
static void tell_description(long length)
{
	char type[32], user[16], group[16], owner[16] = "", room[16];
	int uid, gid, named, start = 0, prefix = 0;
	unsigned int perm;
	const char *text;
	bool new;

	if (failed(length))
		return;
	if (length < 1 || length > (long)sizeof(buffer) || buffer[length - 1] ||
	    sscanf(buffer, "%31[^;];%d;%d;%8x;%n", type, &uid, &gid, &perm, &start) < 4 || !start) {
		tell("garbled");
		return;
	}
	text = buffer + start;
	if (sscanf(text, "_uid.%n%d", &prefix, &named) == 1 ||
	    sscanf(text, "_uid_ses.%n%d", &prefix, &named) == 1 ||
	    sscanf(text, "_persistent.%n%d", &prefix, &named) == 1)
		id_name('u', named, owner, sizeof(owner));
	if (!owner[0] || owner[0] == '#') {
		prefix = strlen(text);
		owner[0] = 0;
	}
	if (sscanf(text, "_req.%n%d", &start, &named) == 1 ||
	    (!strcmp(type, ".request_key_auth") && sscanf(text, "%n%x", &start, &named) == 1)) {
		struct key *key = key_of(named, &new);

		prefix = start;
		snprintf(owner, sizeof(owner), "%s", key_name(key, new, room, sizeof(room)));
	}
	tell("%s;%s;%s;%08x;%.*s%s", type, id_name('u', uid, user, sizeof(user)),
	     id_name('g', gid, group, sizeof(group)), perm, prefix, text, owner);
}`,
  },
  {
    name: 'tell_notices',
    code: `/* Tells what was read from a queue. */
static void tell_notices(long length)
{
	static const char *const events[] = {
		"instantiated", "updated", "linked", "unlinked", "cleared", "revoked", "invalidated",
		"setattr"
	};
	const unsigned int *word = (const unsigned int *)buffer, *end;
	FILE *out;

	if (failed(length))
		return;
	out = fmemopen(scratch, sizeof(scratch), "w");
	for (end = word + length / 4; word < end; word += (word[1] & 0x7f) / 4) {
		unsigned int type = word[0] & 0xffffff, subtype = word[0] >> 24;
		char room[16], other_room[16];
		const char *name, *other = "";
		struct key *key;
		bool new;

		if ((char *)word > buffer)
			fprintf(out, ", ");
		if ((word[1] & 0x7f) != 16) {
			fprintf(out, "lost");
			continue;
		}
		key = key_of(word[2], &new);
		name = key_name(key, new, room, sizeof(room));
		if (type && word[3]) {
			key = key_of(word[3], &new);
			other = key_name(key, new, other_room, sizeof(other_room));
		}
		fprintf(out, "%u %s %s%s%s", word[1] >> 8, type ? events[subtype % 8] : "removed", name,
			*other ? " " : "", other);
	}
	fclose(out);
	tell("[%s]", scratch);
}`,
  },
  {
    name: 'tell_entry',
    code: `/* Tells the line of a key in /proc/keys, without its serial and its number of references. */
static void tell_entry(int serial)
{
	char flags[16], expiry[16], type[10], user[16], group[16], owner[16] = "";
	int found, uid, gid, named, start, prefix = 0;
	FILE *keys = fopen("/proc/keys", "r");
	unsigned int perm;
	char *line = scratch, *rest, *in_file;

	if (!keys)
		end(2, "could not be run: /proc/keys cannot be read");
	while (fgets(line, sizeof(scratch), keys)) {
		if (sscanf(line, "%x %15s %*d %15s %x %d %d %9c %n", &found, flags, expiry, &perm,
			   &uid, &gid, type, &start) < 7 || found != serial)
			continue;
		fclose(keys);
		type[9] = 0;
		type[strcspn(type, " ")] = 0;
		line += start;
		line[strcspn(line, "\\n")] = 0;
		/* That is up to the configuration of the kernel. */
		in_file = strstr(line, " [");
		if (!strcmp(type, "big_key") && in_file)
			*in_file = 0;
		if (sscanf(line, "_uid.%n%d", &prefix, &named) == 1 ||
		    sscanf(line, "_uid_ses.%n%d", &prefix, &named) == 1 ||
		    sscanf(line, "_persistent.%n%d", &prefix, &named) == 1)
			id_name('u', named, owner, sizeof(owner));
		rest = line + prefix;
		if (!owner[0] || owner[0] == '#')
			prefix = owner[0] = 0, rest = line;
		else
			rest += strspn(rest, "0123456789");
		tell("%s %s %08x %s %s %s %.*s%s%s", flags, expiry, perm,
		     id_name('u', uid, user, sizeof(user)), id_name('g', gid, group, sizeof(group)),
		     type, prefix, line, owner, rest);
		return;
	}
	fclose(keys);
	tell("unlisted");
}`,
  },
  {
    name: 'tell_usage',
    code: `/* Tells a user's line of /proc/key-users; a user without one has no keys. */
static void tell_usage(int uid)
{
	int user, keys = 0, instantiated = 0, quota_keys = 0, quota_bytes = 0;
	FILE *users = fopen("/proc/key-users", "r");
	char line[128];

	if (!users)
		end(2, "could not be run: /proc/key-users cannot be read");
	while (fgets(line, sizeof(line), users))
		if (sscanf(line, "%d:", &user) == 1 && user == uid)
			sscanf(line, "%*d: %*d %d/%d %d/%*d %d/%*d", &keys, &instantiated,
			       &quota_keys, &quota_bytes);
	fclose(users);
	tell("%d/%d keys, quota %d keys %d bytes", keys, instantiated, quota_keys, quota_bytes);
}`,
  },
]
