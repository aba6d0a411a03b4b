// How packets reach a real server, with the numbers that the kernel uses in connection flags (IP_VS_CONN_F_FWD_MASK).

import type { ForwardingMethod } from './virtual-service.ts';

export const methodNumbers: Readonly<Record<ForwardingMethod, number>> = {
  masquerading: 0,
  tunneling: 2,
  directRouting: 3,
};

/** Undefined for the methods that only other kernels speak of (local node, bypass). */
export function methodOfNumber(number: number): ForwardingMethod | undefined {
  switch (number) {
    case 0:
      return 'masquerading';
    case 2:
      return 'tunneling';
    case 3:
      return 'directRouting';
    default:
      return undefined;
  }
}
