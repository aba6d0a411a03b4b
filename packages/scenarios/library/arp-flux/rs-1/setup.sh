#!/bin/sh
# Packets arrive with the VIP as destination, so the real server must own it too.
ip addr add 192.168.28.211/32 dev lo
# Answer only for addresses of the interface that was asked on …
sysctl -w net.ipv4.conf.all.arp_ignore=1
# … and ask only in the name of such.
sysctl -w net.ipv4.conf.all.arp_announce=2
