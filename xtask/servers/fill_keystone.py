# SPDX-FileCopyrightText: 2026 The hoheit authors
# SPDX-License-Identifier: EUPL-1.2

"""Fills an empty Keystone: a project, a user who may move, an application credential, and where Swift is.

    fill_keystone.py KEYSTONE SWIFT FILE
"""

import json
import sys
import urllib.request

keystone, swift, file = sys.argv[1:]
DOMAIN = {"id": "default"}
# What Keystone's own set-up gave the administrator, the user, and the service.
PASSWORDS = {"admin": "adminpw", "mover": "moverpw", "swift": "swiftpw"}


def call(method, path, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["X-Auth-Token"] = token
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(keystone + "/v3" + path, method=method, data=data, headers=headers)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
        return answer.headers, json.loads(text) if text else None


def log_in(user, project):
    user = {"name": user, "domain": DOMAIN, "password": PASSWORDS[user]}
    body = {
        "auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": project, "domain": DOMAIN}},
        }
    }
    return call("POST", "/auth/tokens", body)[0]["X-Subject-Token"]


def make(kind, what, token):
    return call("POST", f"/{kind}s", {kind: what}, token)[1][kind]["id"]


token = log_in("admin", "admin")
roles = {role["name"]: role["id"] for role in call("GET", "/roles", None, token)[1]["roles"]}
users = {}
for project, user, role in [("service", "swift", "admin"), ("stadt", "mover", "member")]:
    project = make("project", {"name": project, "domain_id": "default"}, token)
    users[user] = make("user", {"name": user, "domain_id": "default", "password": PASSWORDS[user]}, token)
    call("PUT", f"/projects/{project}/users/{users[user]}/roles/{roles[role]}", None, token)
service = make("service", {"name": "swift", "type": "object-store"}, token)
make("region", {"id": "sued"}, token)
account = "/v1/KEY_%(tenant_id)s"
# Nothing listens where the other region is said to be.
endpoints = [("nord", "public", swift), ("nord", "internal", swift), ("sued", "public", "http://127.0.0.1:1")]
for region, interface, place in endpoints:
    endpoint = {"service_id": service, "interface": interface, "region_id": region, "url": place + account}
    make("endpoint", endpoint, token)
body = {"application_credential": {"name": "mover"}}
made = call("POST", f"/users/{users['mover']}/application_credentials", body, log_in("mover", "stadt"))[1]
made = made["application_credential"]
with open(file, "w") as out:
    out.write(f"OS_APPLICATION_CREDENTIAL_ID={made['id']}\nOS_APPLICATION_CREDENTIAL_SECRET={made['secret']}\n")
