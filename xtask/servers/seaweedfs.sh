#!/bin/bash
# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2

# SeaweedFS for tests: master, volumes, filer and S3 in one process, on loopback only.
#
#   seaweedfs.sh FOLDER PORT WEED     takes PORT to PORT+7, leaves the number of its process in FOLDER/weed.pid; WEED is the program
#
# Each bucket takes several volumes, which grow as they are filled. Its own ports for gRPC would be those for HTTP and 10,000 more: all are given here, so that none is taken by chance.

set -euo pipefail
D=$1; PORT=$2; WEED=$3
mkdir -p $D/data
cat > $D/s3.json <<X
{"identities": [{"name": "test", "credentials": [{"accessKey": "testkey", "secretKey": "testsecret"}], "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
X
setsid $WEED -logtostderr=true server -dir=$D/data -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.telemetry=false \
 -master.port=$((PORT+1)) -master.port.grpc=$((PORT+2)) -master.volumeSizeLimitMB=1024 \
 -volume.port=$((PORT+3)) -volume.port.grpc=$((PORT+4)) -volume.max=500 \
 -filer -filer.port=$((PORT+5)) -filer.port.grpc=$((PORT+6)) \
 -s3 -s3.port=$PORT -s3.port.grpc=$((PORT+7)) -s3.port.iceberg=0 -s3.port.lance=0 -s3.config=$D/s3.json >$D/weed.log 2>&1 & echo $! > $D/weed.pid
# It answers before filer and volumes know each other: ready is what takes an object.
call() { curl -s -o /dev/null -w '%{http_code}' --aws-sigv4 aws:amz:us-east-1:s3 -u testkey:testsecret -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' -X $1 http://127.0.0.1:$PORT/$2; }
for i in $(seq 300); do
 call PUT ready >/dev/null || true
 [ "$(call PUT ready/one)" = 200 ] && break
 kill -0 $(cat $D/weed.pid)
 sleep 0.2
done
[ "$(call DELETE ready/one)" = 204 ]
[ "$(call DELETE ready)" = 204 ]
