#!/bin/sh
ip route add default via 10.0.1.1 dev eth0
