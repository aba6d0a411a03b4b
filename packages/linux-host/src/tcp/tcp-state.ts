// RFC 9293 §3.3.2, without LISTEN and CLOSED, which are not sockets here.

export type TcpState =
  | 'synSent'
  | 'synReceived'
  | 'established'
  | 'finWait1'
  | 'finWait2'
  | 'closeWait'
  | 'closing'
  | 'lastAck'
  | 'timeWait';

/** The application still holds the socket and is told what happens to it. */
export function isHeldByApplication(state: TcpState): boolean {
  return (
    state === 'synSent' ||
    state === 'established' ||
    state === 'finWait1' ||
    state === 'finWait2' ||
    state === 'closeWait'
  );
}
