#!/bin/sh
# Packets arrive with the VIP as destination, so the real server must own it too.
/sbin/ifconfig lo:0 192.168.28.211 broadcast 192.168.28.211 netmask 255.255.255.255 up
/sbin/route add -host 192.168.28.211 dev lo:0
# It must not answer when somebody on the LAN asks who has the VIP …
echo "1">/proc/sys/net/ipv4/conf/all/arp_ignore
echo "1">/proc/sys/net/ipv4/conf/lo/arp_ignore
# … and must not mention the VIP in its own questions.
echo "2">/proc/sys/net/ipv4/conf/all/arp_announce
echo "2">/proc/sys/net/ipv4/conf/lo/arp_announce
# Answers go straight to the client, past the director.
ip route add default via 192.168.28.210 dev eth0
