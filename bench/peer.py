"""Draws COUNT organizations of ACCOUNTS accounts with the package `diagrams`.

python peer.py FOLDER COUNT ACCOUNTS FORMAT THREADS
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from diagrams import Cluster, Diagram
from diagrams.aws.management import Organizations, OrganizationsAccount

folder, count, accounts, form, threads = sys.argv[1], *map(int, sys.argv[2:4]), sys.argv[4], int(sys.argv[5])
os.chdir(folder)


def seed():
    with Diagram("AWS accounts layout", filename="seed", outformat=form, show=False):
        org = Organizations("MockUpBank Org")
        org >> OrganizationsAccount("root")
        for unit, members in {
            "Infra OU": ["Deployment account"],
            "Security OU": ["Security account", "Log Archive"],
            "Prod OU": ["Production"],
            "Sandbox OU": ["Dev Acc"],
        }.items():
            ou = Organizations(unit)
            org >> ou
            ou >> [OrganizationsAccount(name) for name in members]


def one(n):
    with Diagram(f"Organization {n}", filename=f"org-{n}", outformat=form, show=False):
        for unit in range(-(-accounts // 10)):
            with Cluster(f"Unit {unit + 1}"):
                for account in range(min(10, accounts - unit * 10)):
                    OrganizationsAccount(f"Account {unit + 1}-{account + 1}")


if accounts == 0:
    seed()
elif threads > 1:
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(1, count + 1)))
else:
    for n in range(1, count + 1):
        one(n)
