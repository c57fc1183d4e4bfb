#!/bin/bash
# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2

# OpenStack Swift for tests: one zone, one replica, on loopback only. One proxy with Swift's own auth v1, one with Keystone.
#
#   swift.sh FOLDER PORT KEYSTONE_PORT     takes PORT to PORT+5, leaves process numbers in FOLDER/*.pid
#
# The hash of paths comes from the package's /etc/swift/swift.conf: where the data lie is ours alone.

set -euo pipefail
D=$1; PORT=$2; KS=$3
mkdir -p $D/{etc,log,srv/node/d1,recon,lock}
cd $D/etc
cat > swift.conf <<X
[swift-hash]
swift_hash_path_prefix = hoheit
swift_hash_path_suffix = hoheit
[storage-policy:0]
name = gold
default = yes
X
n=0
for s in object container account; do n=$((n+1)); p=$((PORT+n)); b=$s.builder
 swift-ring-builder $b create 6 1 1 >/dev/null; swift-ring-builder $b add r1z1-127.0.0.1:$p/d1 100 >/dev/null; swift-ring-builder $b rebalance >/dev/null || true
 cat > $s-server.conf <<X
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $p
devices = $D/srv/node
mount_check = false
workers = 1
user = $(id -un)
log_level = WARNING
swift_dir = $D/etc
disable_fallocate = true
fallocate_reserve = 0
[pipeline:main]
pipeline = $s-server
[app:$s-server]
use = egg:swift#$s
X
done
cat > proxy-server.conf <<X
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $PORT
workers = 2
user = $(id -un)
log_level = WARNING
swift_dir = $D/etc
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk tempurl ratelimit tempauth copy container-quotas account-quotas slo dlo versioned_writes symlink proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$((PORT+4))
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:tempurl]
use = egg:swift#tempurl
[filter:ratelimit]
use = egg:swift#ratelimit
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
www_authenticate_uri = http://127.0.0.1:$KS/v3
auth_url = http://127.0.0.1:$KS/v3
auth_type = password
project_domain_id = default
user_domain_id = default
project_name = service
username = swift
password = swiftpw
delay_auth_decision = true
cache = swift.cache
token_cache_time = -1
interface = internal
region_name = nord
[filter:keystoneauth]
use = egg:swift#keystoneauth
reseller_prefix = KEY
operator_roles = admin, member
[filter:tempauth]
use = egg:swift#tempauth
reseller_prefix = AUTH
token_life = 86400
user_admin_admin = admin .admin .reseller_admin
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:account-quotas]
use = egg:swift#account_quotas
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
X
cat > proxy-keystone.conf <<X
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $((PORT+5))
workers = 2
user = $(id -un)
log_level = WARNING
swift_dir = $D/etc
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk tempurl ratelimit authtoken keystoneauth copy container-quotas account-quotas slo dlo versioned_writes symlink proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$((PORT+4))
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:tempurl]
use = egg:swift#tempurl
[filter:ratelimit]
use = egg:swift#ratelimit
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
www_authenticate_uri = http://127.0.0.1:$KS/v3
auth_url = http://127.0.0.1:$KS/v3
auth_type = password
project_domain_id = default
user_domain_id = default
project_name = service
username = swift
password = swiftpw
delay_auth_decision = true
cache = swift.cache
token_cache_time = 5
interface = internal
region_name = nord
[filter:keystoneauth]
use = egg:swift#keystoneauth
reseller_prefix = KEY
operator_roles = admin, member
[filter:tempauth]
use = egg:swift#tempauth
reseller_prefix = AUTH
token_life = 86400
user_admin_admin = admin .admin .reseller_admin
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:account-quotas]
use = egg:swift#account_quotas
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
X
setsid memcached -u nobody -l 127.0.0.1 -p $((PORT+4)) -U 0 >/dev/null 2>&1 & echo $! > $D/memcached.pid
for s in account container object; do setsid swift-$s-server $D/etc/$s-server.conf >$D/log/$s.out 2>&1 & echo $! > $D/$s.pid; done
for s in server keystone; do setsid swift-proxy-server $D/etc/proxy-$s.conf >$D/log/proxy-$s.out 2>&1 & echo $! > $D/proxy-$s.pid; done
for i in $(seq 150); do curl -sf -o /dev/null http://127.0.0.1:$((PORT+5))/healthcheck && break; sleep 0.1; done
for i in $(seq 150); do curl -sf -o /dev/null http://127.0.0.1:$PORT/healthcheck && break; sleep 0.1; done
curl -sf -o /dev/null -H 'X-Auth-User: test:tester' -H 'X-Auth-Key: testing' http://127.0.0.1:$PORT/auth/v1.0
