ip addr add 192.168.28.211/32 dev lo
