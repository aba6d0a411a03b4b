#!/bin/sh
# IPVS takes packets on their way to a local address, and OSPF advertises it.
ip addr add 192.168.28.211/32 dev lo
ip route add default via 192.168.28.210
sysctl -w net.ipv4.vs.sloppy_tcp=${sloppyTcp}
