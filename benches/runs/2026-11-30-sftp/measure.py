#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2
"""What bringing data to an SFTP server and back costs the client, with everything read again: beside `rclone copy` and `rclone check --download`.

measure.py CARRY RCLONE SCRATCH RUNS [WHAT] > runs.jsonl     starts OpenSSH's sshd itself, on a free port of the loopback.
"""
import json, os, pathlib, resource, shutil, socket, subprocess, sys, time

carry, rclone, scratch, runs = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4])
only = sys.argv[5] if len(sys.argv) > 5 else ""
LARGE_BYTES, SMALL_FILES = 1 << 30, 5_000


def server():
    home = scratch / "server"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for name in ("host", "id"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / name], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (home / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {home}/host\nPidFile none\nAuthorizedKeysFile {home}/id.pub\n"
        "PasswordAuthentication no\nUsePAM no\nStrictModes no\nPermitRootLogin prohibit-password\nMaxStartups 100\n"
        "Subsystem sftp internal-sftp\n")
    os.makedirs("/run/sshd", exist_ok=True)
    process = subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", home / "config", "-E", home / "log"])
    key = (home / "host.pub").read_text()
    (home / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}")
    (home / "login").write_text(f"key: {home}/id\nknown_hosts: {home}/known_hosts\n")
    (home / "login").chmod(0o600)
    time.sleep(1)
    return home, port, process


def trees():
    large, small = scratch / "large", scratch / "small"
    if not large.exists():
        large.mkdir(parents=True)
        with open(large / "one.bin", "wb") as file:
            for _ in range(LARGE_BYTES >> 20):
                file.write(os.urandom(1 << 20))
    if not small.exists():
        for number in range(SMALL_FILES):
            path = small / f"folder {number % 50}" / f"note {number}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(os.urandom(500 + number % 7 * 1_000))
    return {"1 GiB in one object": large, "5,000 small objects": small}


def measured(commands, environment):
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    for command in commands:
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return round(cpu, 3), round(time.monotonic() - begun, 3)


home, port, sshd = server()
user = subprocess.run(["id", "-un"], capture_output=True, text=True).stdout.strip()
environment = dict(
    os.environ, HOHEIT_SFTP_CREDENTIAL=str(home / "login"), RCLONE_CONFIG="/dev/null", RCLONE_CONFIG_TOWN_TYPE="sftp",
    RCLONE_CONFIG_TOWN_HOST="127.0.0.1", RCLONE_CONFIG_TOWN_PORT=str(port), RCLONE_CONFIG_TOWN_USER=user,
    RCLONE_CONFIG_TOWN_KEY_FILE=str(home / "id"), RCLONE_CONFIG_TOWN_KNOWN_HOSTS_FILE=str(home / "known_hosts"))
try:
    for what, tree in trees().items():
        if only not in what:
            continue
        subprocess.run(f"cat '{tree}'/* '{tree}'/*/* > /dev/null 2>&1", shell=True)
        for number in range(runs):
            tools = ["hoheit", "rclone"]
            for tool in tools if number % 2 == 0 else reversed(tools):
                there, back = home / "data", scratch / "back"
                for folder in (there, back):
                    shutil.rmtree(folder, ignore_errors=True)
                    folder.mkdir()
                uri, remote = f"sftp://{user}@127.0.0.1:{port}{there}", f"town:{there}"
                for way, (source, target) in {"local to SFTP": (tree, None), "SFTP to local": (None, back)}.items():
                    if tool == "hoheit":
                        commands = [[carry, source or uri, target or uri, "4", "again"]]
                    else:
                        ends = [source or remote, target or remote]
                        commands = [[rclone, "copy", *ends], [rclone, "check", "--download", *ends]]
                    cpu, wall = measured(commands, environment)
                    print(json.dumps({"what": what, "way": way, "tool": tool, "run": number, "cpu_s": cpu, "wall_s": wall}), flush=True)
                subprocess.run(["diff", "-rq", tree, back], check=True, stdout=subprocess.DEVNULL)
finally:
    sshd.terminate()
