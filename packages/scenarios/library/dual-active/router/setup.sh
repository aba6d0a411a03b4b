#!/bin/sh
# Forward between the clients (eth1) and the LAN (eth0).
echo 1 > /proc/sys/net/ipv4/ip_forward
# As in the tutorial. It changes nothing here: nobody on the LAN asks for an address behind eth1.
echo 1 > /proc/sys/net/ipv4/conf/eth0/proxy_arp
