// As much of HTTP (RFC 9112) as a health check reads: the status line, Content-Length, and where the body begins.

const headLengthMax = 64 * 1024;

export interface HttpAnswer {
  readonly statusCode: number;
  /** Absent when the server did not say; then the body ends with the connection. */
  readonly contentLength: number | undefined;
  readonly bodyStart: number;
}

/** `undefined` while the head is incomplete; `notHttp` when it never will be one. */
export function readHttpAnswer(bytes: Uint8Array): HttpAnswer | 'notHttp' | undefined {
  const bodyStart = endOfHead(bytes);
  if (bodyStart === undefined) return bytes.length > headLengthMax ? 'notHttp' : undefined;
  let head = '';
  for (let at = 0; at < bodyStart; at++) head += String.fromCharCode(bytes[at]!);
  const status = /^HTTP\/\d\.\d (\d{3})/.exec(head);
  if (status === null) return 'notHttp';
  const length = /^content-length:[ \t]*(\d{1,15})[ \t]*\r?$/im.exec(head);
  return {
    statusCode: Number(status[1]),
    contentLength: length === null ? undefined : Number(length[1]),
    bodyStart,
  };
}

/** Behind the first empty line. */
function endOfHead(bytes: Uint8Array): number | undefined {
  const limit = Math.min(bytes.length, headLengthMax);
  for (let at = 3; at < limit; at++) {
    if (bytes[at] === 10 && bytes[at - 1] === 13 && bytes[at - 2] === 10 && bytes[at - 3] === 13)
      return at + 1;
  }
  return undefined;
}
