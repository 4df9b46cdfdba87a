import { createOutbound, type Outbound } from '../../src/infrastructure/security/outbound';
import { parseAllowedTarget } from '../../src/infrastructure/security/special-address';

/** Calls servers of this test, on 127.0.0.1. */
export function createLoopbackOutbound(): Outbound {
  const loopback = parseAllowedTarget('127.0.0.1');
  if (loopback === null) throw new Error('127.0.0.1 is no address');
  return createOutbound([loopback]);
}
