#!/bin/sh
# The VIP belongs to the director itself: IPVS takes packets on their way to a local address.
ip addr add 192.168.28.211/32 dev lo
