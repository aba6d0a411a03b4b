#!/bin/sh
# The VIP belongs to the director itself: IPVS takes packets on their way to a local address.
ifconfig lo:0 192.168.28.211 netmask 255.255.255.255 up
# OSPF routes are kept out of the kernel (zebra.conf), so answers to clients behind the router need this.
ip route add default via 192.168.28.210 dev eth0
