#!/bin/sh
# The way to the VIP is through the router, as on the tutorial's client.
ip route add 192.168.28.211 via 192.168.28.210 dev eth0
