"""Asks the running kernel what a host believes, answers and announces, and prints it in the form of fixtures/host-6.18.json.

Run as root inside a fresh network namespace: `unshare -n python3 ask-host.py`. The host has 10.1.0.1/24 on in0 and 10.9.0.1/24 on out0;
this program speaks from the other ends, in1 and out1.
"""
import json, select, socket, struct, subprocess, time

ME = b"\x02\xff\xff\xff\xff\xfe"
HOST = bytes.fromhex("02aa00000001")
BROADCAST, ZERO = b"\xff" * 6, b"\0" * 6
REQUEST, REPLY = 1, 2


def run(text):
    return subprocess.run(["sh", "-ec", text], check=True, capture_output=True, text=True).stdout


def conf(**settings):
    for key, value in settings.items():
        with open("/proc/sys/net/ipv4/conf/" + key.replace("__", "/"), "w") as file:
            file.write(str(value))


def set_up():
    run("ip link set lo up; ip link add in0 address 02:aa:00:00:00:01 type veth peer name in1;"
        "ip link add out0 address 02:aa:00:00:00:02 type veth peer name out1;"
        "for i in in0 in1 out0 out1; do ip link set $i up; sysctl -qw net.ipv4.conf.$i.rp_filter=0; done;"
        "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0"
        " net.ipv4.conf.in1.arp_ignore=8 net.ipv4.conf.out1.arp_ignore=8;"
        "ip addr add 10.1.0.1/24 dev in0; ip addr add 10.9.0.1/24 dev out0;"
        "ip neigh add 10.1.0.2 lladdr 02:ff:ff:ff:ff:ff dev in0 nud permanent;"
        "ip neigh add 10.9.0.2 lladdr 02:11:11:11:11:11 dev out0 nud permanent;"
        "ip route add 198.18.0.0/16 via 10.9.0.2; ip route add 198.19.0.0/16 via 10.1.0.2;"
        "ip route add blackhole 198.51.100.0/24; ip route add unreachable 198.51.101.0/24")


def opened(name):
    opened_socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    opened_socket.bind((name, 0))
    return opened_socket


def frames(receiver, wait=0.004):
    """What arrived within that many seconds, without what this program sent."""
    seen, end = [], time.time() + wait
    while len(seen) < 200 and select.select([receiver], [], [], max(0, end - time.time()))[0]:
        try:
            frame, address = receiver.recvfrom(4096)
        except OSError:
            continue
        if address[2] != socket.PACKET_OUTGOING:
            seen.append(frame)
    return seen


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total >> 16) + (total & 65535)
    return ~(total + (total >> 16)) & 65535


def datagram(source, destination):
    payload = struct.pack("!HHHH", 1, 2, 8, 0)
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28, 7, 0, 64, 17, 0, socket.inet_aton(source), socket.inet_aton(destination))
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


def arp(operation, sender_ip, target_mac, target_ip, destination):
    body = struct.pack("!HHBBH", 1, 0x800, 6, 4, operation) + ME + socket.inet_aton(sender_ip) + target_mac
    return destination + ME + b"\x08\x06" + body + socket.inet_aton(target_ip)


def is_arp(frame, operation):
    return frame[12:14] == b"\x08\x06" and frame[20:22] == struct.pack("!H", operation)


PACKETS = {
    "request about itself": lambda ip: arp(REQUEST, ip, ZERO, ip, BROADCAST),
    "reply about itself, target = sender": lambda ip: arp(REPLY, ip, ME, ip, BROADCAST),
    "reply about itself, other target address": lambda ip: arp(REPLY, ip, BROADCAST, ip, BROADCAST),
    "reply to the host": lambda ip: arp(REPLY, ip, HOST, "10.1.0.1", HOST),
    "request for the host": lambda ip: arp(REQUEST, ip, ZERO, "10.1.0.1", BROADCAST),
    "request for another": lambda ip: arp(REQUEST, ip, ZERO, "10.1.0.99", BROADCAST),
}
SOURCES = ["10.1.0.9", "198.19.0.5", "198.18.0.5", "10.9.0.7", "203.0.113.5", "10.9.0.1", "10.1.0.1", "198.51.100.1",
           "198.51.101.1", "0.0.0.5", "127.0.0.5", "255.255.255.255", "224.1.1.1", "10.1.0.255", "10.1.0.0", "240.0.0.1"]


def ask_sources(inside, outside):
    settings = [(a, i, 0) for a in (0, 1, 2) for i in (0, 1, 2)] + [(a, 0, 1) for a in (0, 1, 2)]
    for everywhere, here, accept_local in settings:
        conf(all__rp_filter=everywhere, in0__rp_filter=here, in0__accept_local=accept_local)
        passed = []
        for source in SOURCES:
            frames(outside, 0)
            inside.send(HOST + ME + b"\x08\0" + datagram(source, "198.18.0.77"))
            if any(f[12:14] == b"\x08\0" and f[26:30] == socket.inet_aton(source) for f in frames(outside)):
                passed.append(source)
        yield {"all": everywhere, "in0": here, "accept_local": accept_local, "forwarded": passed}
    conf(all__rp_filter=0, in0__rp_filter=0, in0__accept_local=0)


def state_of(ip):
    words = run(f"ip neigh show {ip} dev in0").split()
    return words[-1] if words else "FAILED"


def ask_strangers(inside):
    settings = [("arp_accept", place, value) for place in ("all", "in0") for value in (0, 1, 2)]
    for name, place, value in settings + [("drop_gratuitous_arp", "all", 1), ("drop_gratuitous_arp", "in0", 1)]:
        conf(**{f"{place}__{name}": value})
        entries = {}
        for kind, packet in PACKETS.items():
            for sender in ("10.1.0.50", "10.77.0.5", "198.19.0.9", "10.9.0.9"):
                run("ip neigh flush dev in0 2>/dev/null || true")
                inside.send(packet(sender))
                time.sleep(0.003)
                if state_of(sender) != "FAILED":
                    entries.setdefault(kind, {})[sender] = state_of(sender)
        yield {"setting": name, "placed_on": place, "value": value, "entries": entries}
        conf(**{f"{place}__{name}": 0})


def ask_arp_filter(inside):
    for place in ("none", "all", "in0", "out0"):
        if place != "none":
            conf(**{f"{place}__arp_filter": 1})
        for sender in ("10.1.0.50", "10.9.0.50", "198.18.0.50", "198.19.0.50", "203.0.113.9"):
            for target in ("10.1.0.1", "10.9.0.1"):
                frames(inside, 0)
                inside.send(arp(REQUEST, sender, ZERO, target, BROADCAST))
                replies = [f for f in frames(inside) if is_arp(f, REPLY) and f[28:32] == socket.inet_aton(target)]
                yield {"placed_on": place, "sender": sender, "target": target, "answered": bool(replies)}
        if place != "none":
            conf(**{f"{place}__arp_filter": 0})


def ask_proxy(inside):
    with open("/proc/sys/net/ipv4/neigh/in0/proxy_delay", "w") as file:
        file.write("0")
    for name in ("proxy_arp", "proxy_arp_pvlan"):
        for place in ("none", "all", "in0", "out0"):
            if place != "none":
                conf(**{f"{place}__{name}": 1})
            answered = []
            for target in ("198.18.0.1", "198.19.0.1", "10.9.0.7", "10.1.0.7", "203.0.113.1", "198.51.100.1"):
                frames(inside, 0)
                inside.send(arp(REQUEST, "10.1.0.50", ZERO, target, BROADCAST))
                if any(is_arp(f, REPLY) for f in frames(inside)):
                    answered.append(target)
            yield {"setting": name, "placed_on": place, "answered": answered}
            if place != "none":
                conf(**{f"{place}__{name}": 0})


def main():
    set_up()
    inside, outside = opened("in1"), opened("out1")
    print(json.dumps({
        "rp_filter": list(ask_sources(inside, outside)),
        "strangers": list(ask_strangers(inside)),
        "arp_filter": list(ask_arp_filter(inside)),
        "proxy": list(ask_proxy(inside)),
    }))


main()
