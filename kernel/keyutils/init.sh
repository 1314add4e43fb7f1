#!/bin/bash
# The first process of a guest that runs keyutils' own tests, each as its runtest.sh does; then the
# agent takes over, to hand out /results: verdict, key system calls, test; a line each. The console
# tells when each test ends, for the clock of an emulated machine is not to be trusted.
export PATH=/bin:/sbin:/usr/bin:/usr/sbin HOME=/ TERM=dumb LC_ALL=C

mount -t devtmpfs devtmpfs /dev 2>/dev/null
mount -t proc proc /proc
mount -t tmpfs tmpfs /tmp
ln -s /proc/self/fd /dev/fd
truncate -s 4096 /keyring-calls
chmod 666 /keyring-calls

calls() { od -An -tu8 -N8 /keyring-calls | tr -d ' '; }

cd /tests
echo "keyutils: begins"
for script in $(find . -mindepth 2 -name runtest.sh | sort); do
  name=${script#./}
  name=${name%/runtest.sh}
  made=$(calls)
  timeout "$PATIENCE" bash runtest.sh "$name" >/tmp/said 2>&1 </dev/null
  status=$?
  made=$(($(calls) - made))
  if [ $status = 124 ]; then
    verdict=timed-out
  elif [ $status != 0 ] || grep -q 'FAILED' /tmp/said "$name/test.out"; then
    verdict=failed
  elif grep -q 'SKIP' "$name/test.out"; then
    verdict=skipped
  else
    verdict=passed
  fi
  echo "$verdict $made $name" >>/results
  echo "keyutils: $name"
done

exec /agent
