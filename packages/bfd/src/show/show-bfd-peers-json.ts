// `show bfd peers json` of FRR 8.4.

import { formatIpv4Address } from '@ospflab/net';
import type { BfdSessionView } from '../bfd-speaker.ts';
import {
  echoReceiveMilliseconds,
  secondsInState,
  wholeMilliseconds,
  type BfdReading,
} from './bfd-reading.ts';
import { diagnosticText } from './diagnostic-text.ts';

/** To be printed with two blanks of indentation. */
export function showBfdPeersJson({ sessions, interfaceName, now }: BfdReading): unknown[] {
  return sessions.map((session) => {
    const { settings, peerTimers } = session;
    return {
      multihop: false,
      peer: formatIpv4Address(session.peer),
      ...(session.configured && session.local !== undefined
        ? { local: formatIpv4Address(session.local) }
        : {}),
      vrf: 'default',
      ...(session.interfaceIndex === 0 ? {} : { interface: interfaceName(session.interfaceIndex) }),
      id: session.discriminator,
      'remote-id': session.remoteDiscriminator,
      'passive-mode': settings.passive,
      ...statusOf(session, secondsInState(session, now)),
      diagnostic: diagnosticText(session.diagnostic),
      'remote-diagnostic': diagnosticText(session.remoteDiagnostic),
      'receive-interval': wholeMilliseconds(settings.receiveInterval),
      'transmit-interval': wholeMilliseconds(settings.transmitInterval),
      'echo-receive-interval': echoReceiveMilliseconds,
      'echo-transmit-interval': 0,
      'detect-multiplier': settings.detectMultiplier,
      'remote-receive-interval': wholeMilliseconds(peerTimers.requiredMinRx),
      'remote-transmit-interval': wholeMilliseconds(peerTimers.desiredMinTx),
      'remote-echo-receive-interval': wholeMilliseconds(peerTimers.requiredMinEchoRx),
      'remote-detect-multiplier': peerTimers.detectMultiplier,
      'rtt-min': 0,
      'rtt-avg': 0,
      'rtt-max': 0,
    };
  });
}

function statusOf({ state }: BfdSessionView, seconds: number): Readonly<Record<string, string | number>> {
  switch (state) {
    case 'adminDown':
      return { status: 'shutdown' };
    case 'down':
      return { status: 'down', downtime: seconds };
    case 'init':
      return { status: 'init' };
    case 'up':
      return { status: 'up', uptime: seconds };
  }
}
