#!/bin/bash
# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2

# Ceph for tests: one monitor, one store, one gateway that speaks S3, on loopback only.
#
#   ceph.sh FOLDER PORT     takes PORT to PORT+2, leaves process numbers in FOLDER/*.pid
#
# The store takes a file of 40 GiB that fills as it is used. Nothing is kept twice, and nobody is asked for health: what is tested is the gateway.
# Ceph's other daemons (managers, disks that systemd starts) are left out.

set -euo pipefail
D=$1; PORT=$2
BYTES=$((40 << 30))
mkdir -p $D/{mon,osd,run,log,rgw}
FSID=$(cat /proc/sys/kernel/random/uuid); STORE=$(cat /proc/sys/kernel/random/uuid)
MONITOR="v2:127.0.0.1:$((PORT+1)),v1:127.0.0.1:$((PORT+2))"
cat > $D/ceph.conf <<X
[global]
fsid = $FSID
mon_host = $MONITOR
mon_initial_members = a
public_network = 127.0.0.0/8
cluster_network = 127.0.0.0/8
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
keyring = $D/keyring
run_dir = $D/run
admin_socket = $D/run/\$name.asok
log_file = $D/log/\$name.log
mon_data = $D/mon
osd_data = $D/osd
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
mon_max_pg_per_osd = 1000
# Whoever tests may have little room left elsewhere
mon_data_avail_warn = 1
mon_data_avail_crit = 1
osd_objectstore = bluestore
bluestore_block_size = $BYTES
bluestore_block_create = true
bluestore_block_db_create = false
bluestore_block_wal_create = false
bluestore_fsck_on_mount = false
osd_memory_target = 1500000000
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:$PORT
rgw_data = $D/rgw
rgw_dns_name = localhost
rgw_enable_usage_log = false
rgw_thread_pool_size = 64
X
C="-c $D/ceph.conf"
ceph-authtool --create-keyring $D/keyring --gen-key -n mon. --cap mon 'allow *'
ceph-authtool $D/keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *'
ceph-authtool $D/keyring --gen-key -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx'
ceph-authtool $D/keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
monmaptool --create --fsid $FSID --addv a "[$MONITOR]" $D/monmap
ceph-mon $C --mkfs -i a --monmap $D/monmap --keyring $D/keyring
setsid ceph-mon $C -i a -f >$D/log/mon.out 2>&1 & echo $! > $D/mon.pid
echo '{}' | ceph $C --connect-timeout 30 osd new $STORE -i -
ceph $C auth import -i $D/keyring
ceph-osd $C -i 0 --mkfs --osd-uuid $STORE
setsid ceph-osd $C -i 0 -f >$D/log/osd.out 2>&1 & echo $! > $D/osd.pid
for i in $(seq 150); do ceph $C osd stat | grep -q '1 up' && break; sleep 0.2; done
ceph $C osd stat | grep -q '1 up'
setsid radosgw $C -n client.rgw -f >$D/log/rgw.out 2>&1 & echo $! > $D/rgw.pid
for i in $(seq 600); do curl -sf -o /dev/null http://127.0.0.1:$PORT/ && break; sleep 0.1; done
curl -sf -o /dev/null http://127.0.0.1:$PORT/
radosgw-admin $C -n client.admin user create --uid=test --display-name=test --access-key=testkey --secret=testsecret
