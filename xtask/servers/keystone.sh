#!/bin/bash
# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2

# Keystone for tests: SQLite and Fernet tokens, under uWSGI, on loopback only.
#
#   keystone.sh FOLDER PORT TOKEN_SECONDS SWIFT_PORT     leaves process numbers in FOLDER/*.pid and credentials in FOLDER/application
#
# Two of them share one database and one set of keys: at PORT tokens live for an hour, as Swift itself needs them (it asks anew whenever
# its own has less than two minutes left), at PORT+1 for TOKEN_SECONDS.

set -euo pipefail
D=$1; PORT=$2; TTL=$3; SWIFT=$4
HERE=$(cd "$(dirname "$0")" && pwd)
mkdir -p $D/{fernet,credential,log}
cd $D
for seconds in 3600 $TTL; do cat > $D/keystone-$seconds.conf <<X
[DEFAULT]
log_dir = $D/log
use_stderr = false
transport_url = fake://
[database]
connection = sqlite:///$D/keystone.db
[token]
provider = fernet
expiration = $seconds
allow_expired_window = 0
[fernet_tokens]
key_repository = $D/fernet
[credential]
key_repository = $D/credential
[fernet_receipts]
key_repository = $D/fernet
[oslo_messaging_notifications]
driver = noop
[identity]
# Fast, and no secret: it guards a test
password_hash_rounds = 4
[cache]
enabled = true
backend = dogpile.cache.memory
X
done
U=$(id -un); G=$(id -gn)
KM="keystone-manage --config-file $D/keystone-3600.conf"
$KM db_sync
# A request that writes has a second connection that reads.
python3 -c "import sqlite3;sqlite3.connect('$D/keystone.db').execute('pragma journal_mode=wal')"
$KM fernet_setup --keystone-user $U --keystone-group $G
$KM credential_setup --keystone-user $U --keystone-group $G
$KM bootstrap --bootstrap-password adminpw --bootstrap-admin-url http://127.0.0.1:$PORT/v3 --bootstrap-public-url http://127.0.0.1:$PORT/v3 --bootstrap-internal-url http://127.0.0.1:$PORT/v3 --bootstrap-region-id nord
at=$PORT
for seconds in 3600 $TTL; do
 OS_KEYSTONE_CONFIG_FILES=$D/keystone-$seconds.conf setsid uwsgi_python3 --http-socket 127.0.0.1:$at --wsgi-file /usr/bin/keystone-wsgi-public --processes 1 --threads 4 --master --die-on-term --lazy-apps --buffer-size 65535 --rem-header Content-Length --no-orphans >$D/log/uwsgi-$seconds.out 2>&1 &
 echo $! > $D/keystone-$seconds.pid
 at=$((at+1))
done
for at in $PORT $((PORT+1)); do
 for i in $(seq 300); do curl -sf -o /dev/null http://127.0.0.1:$at/v3 && break; sleep 0.2; done
 curl -sf -o /dev/null http://127.0.0.1:$at/v3
done
python3 "$HERE/fill_keystone.py" http://127.0.0.1:$PORT http://127.0.0.1:$SWIFT $D/application
