#!/bin/sh
ip addr add 192.168.28.211/32 dev lo
sysctl -w net.ipv4.conf.${placedOn}.arp_ignore=${arpIgnore}
sysctl -w net.ipv4.conf.${placedOn}.arp_announce=${arpAnnounce}
