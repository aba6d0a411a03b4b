// TLS as far as a health check depends on it: the client speaks first, and a server that does not speak TLS is found out.
// The records are the shortest handshake records of TLS 1.2 (RFC 5246 §6.2.1, §7.4) without content.

const handshake = 22;
const helloOfClient = 1;
const helloOfServer = 2;

function hello(type: number): Uint8Array {
  return Uint8Array.of(handshake, 3, 3, 0, 4, type, 0, 0, 0);
}

export const clientHello = hello(helloOfClient);
export const serverHello = hello(helloOfServer);

export function isClientHello(bytes: Uint8Array): boolean {
  return bytes[0] === handshake && bytes[5] === helloOfClient;
}

export function isServerHello(bytes: Uint8Array): boolean {
  return bytes[0] === handshake && bytes[5] === helloOfServer;
}
