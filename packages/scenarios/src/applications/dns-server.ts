// A name server that knows nothing: it answers every question with an empty answer, or with an error code. RFC 1035 §4.1.1.

import { UdpEchoServer } from './udp-echo-server.ts';

const headerBytes = 12;
const answerBit = 0x80;
const recursionAvailable = 0x80;
const serverFailure = 2;

export class DnsServer extends UdpEchoServer {
  /** Answers SERVFAIL. */
  failing = false;

  protected override answerTo(question: Uint8Array): Uint8Array | undefined {
    if (question.length < headerBytes || (question[2]! & answerBit) !== 0) return undefined;
    const answer = question.slice();
    answer[2] = answer[2]! | answerBit;
    answer[3] = recursionAvailable | (this.failing ? serverFailure : 0);
    return answer;
  }
}
