#!/bin/sh
# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2
# 1 GiB in one file from folder to folder, plain and encrypted by turns. Needs age-keygen; $1: a folder that does not exist yet.
set -eu
cargo build --release --locked -p hoheit-move --example move_cost
mkdir "$1"
age-keygen -o "$1/key.txt" 2> /dev/null
for run in 1 2 3 4 5; do
    for recipient in "" "$(age-keygen -y "$1/key.txt")"; do
        rm -rf "$1/tree"
        echo "run $run $([ -n "$recipient" ] && echo encrypted || echo plain)"
        target/release/examples/move_cost "$1/tree" 0 0 1073741824 $recipient
    done
done
