#!/bin/sh
sysctl -w net.ipv4.ip_forward=1
# By addresses and ports; a fixed seed makes the choice repeatable.
sysctl -w net.ipv4.fib_multipath_hash_policy=1 net.ipv4.fib_multipath_hash_seed=1
ip nexthop add id 1 via 192.168.28.101 dev eth0
ip nexthop add id 2 via 192.168.28.102 dev eth0
ip nexthop add id 3 via 192.168.28.103 dev eth0
${ecmp}
