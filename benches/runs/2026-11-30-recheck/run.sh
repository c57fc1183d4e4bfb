#!/bin/sh
# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2

# What it costs to find out that nothing has changed: 100,000 files of 1,000 bytes that lie at both ends, by turns.
#   run.sh <recheck> <rclone> <empty folder> [runs]
# Prints a line of JSON for each run: tool, wall seconds, user and system seconds, peak memory in KiB.
set -eu
recheck=$1 rclone=$2 folder=$3 runs=${4:-5}

"$recheck" build "$folder" 100000 >&2

measure() {
    tool=$1
    shift
    /usr/bin/time -o "$folder/cost" -f '"wall_s":%e,"user_s":%U,"system_s":%S,"peak_kib":%M' "$@" >"$folder/said" 2>&1
    printf '{"tool":"%s",%s}\n' "$tool" "$(cat "$folder/cost")"
}

for run in $(seq "$runs"); do
    measure hoheit "$recheck" again "$folder"
    grep -q 'Standing: 100000' "$folder/said" || { cat "$folder/said" >&2; exit 1; }
    measure rclone "$rclone" copy --stats 0 "$folder/source" "$folder/target"
done
