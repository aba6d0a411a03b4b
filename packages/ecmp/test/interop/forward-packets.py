"""Asks the running kernel: forwards packets through a router with many next hops and says which of them each left by.

Run as root inside a fresh network namespace (`unshare -n python3 forward-packets.py`). Standard input: JSON
{"nextHops": n, "tables": [{"policy", "seed", "fields", "packets": [hex of an IP packet, …]}]}; standard output: JSON, a list of
1-based next hops for each table, null where a packet did not come out.
"""
import json, select, socket, subprocess, sys


def run(text):
    subprocess.run(["sh", "-ec", text], check=True, stdout=subprocess.DEVNULL)


def set_up(next_hops):
    run("ip link set lo up; ip link add in0 address 02:aa:00:00:00:01 type veth peer name in1; ip link add out0 type veth peer name out1;"
        "for i in in0 in1 out0 out1; do ip link set $i up; done;"
        "sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.in0.rp_filter=0"
        " net.ipv4.conf.default.rp_filter=0 net.ipv6.conf.all.forwarding=1;"
        "ip addr add 10.0.0.1/16 dev out0; ip addr add 10.1.0.1/24 dev in0;"
        "ip -6 addr add fd00::1/64 dev out0 nodad; ip -6 addr add fd01::1/64 dev in0 nodad")
    batch = []
    hops4 = hops6 = ""
    for i in range(next_hops):
        a, b = divmod(i + 1, 200)
        gateway4, gateway6 = f"10.0.{a + 1}.{b + 1}", f"fd00::1:{i + 1:x}"
        mac = f"02:00:00:00:{(i + 1) >> 8:02x}:{(i + 1) & 255:02x}"
        batch.append(f"neigh add {gateway4} lladdr {mac} dev out0 nud permanent")
        batch.append(f"neigh add {gateway6} lladdr {mac} dev out0 nud permanent")
        hops4 += f" nexthop via {gateway4} dev out0"
        hops6 += f" nexthop via {gateway6} dev out0"
    subprocess.run(["ip", "-batch", "-"], input="\n".join(batch).encode(), check=True)
    # A batch takes only a hundred words a line.
    run(f"ip route add 198.18.0.0/15{hops4}; ip -6 route add 2001:db8::/32{hops6}")


def main():
    order = json.load(sys.stdin)
    set_up(order["nextHops"])
    sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    sender.bind(("in1", 0))
    receiver = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    receiver.bind(("out1", 0))
    router = bytes.fromhex("02aa00000001")
    answers = []
    for table in order["tables"]:
        for family in ("ipv4", "ipv6"):
            run(f"sysctl -w net.{family}.fib_multipath_hash_policy={table['policy']}"
                f" net.{family}.fib_multipath_hash_fields={table['fields']}")
        run(f"sysctl -w net.ipv4.fib_multipath_hash_seed={table['seed']}")
        answers.append([forward(sender, receiver, router, bytes.fromhex(text)) for text in table["packets"]])
    json.dump(answers, sys.stdout)


def forward(sender, receiver, router, packet):
    is6 = packet[0] >> 4 == 6
    sender.send(router + b"\x02\xff\xff\xff\xff\xff" + (b"\x86\xdd" if is6 else b"\x08\x00") + packet)
    # A router changes nothing but the time to live and the header checksum.
    expected = packet[:7] + packet[8:] if is6 else packet[:8] + packet[9:10] + packet[12:]
    for _ in range(50):
        if not select.select([receiver], [], [], 1)[0]:
            return None
        frame = receiver.recv(2048)
        body = frame[14 : 14 + len(packet)]
        seen = body[:7] + body[8:] if is6 else body[:8] + body[9:10] + body[12:]
        if seen == expected and frame[:4] == b"\x02\x00\x00\x00":
            return int.from_bytes(frame[4:6], "big")
    return None


main()
