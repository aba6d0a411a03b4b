#!/bin/sh
# The real server owns the VIP too and keeps quiet about it.
ip addr add 192.168.28.211/32 dev lo
sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
ip route add default via 192.168.28.210
