import type { Request } from 'express';
import type { Origin } from '../origin';
import { getDevice } from './set-up-device';

/** Address (as the trusted proxies report it) device and browser of a request. */
export function getOrigin(req: Request): Origin {
  return {
    address: (req.ip ?? '').replace(/^::ffff:/, ''),
    device: getDevice(req),
    userAgent: req.get('user-agent') ?? '',
  };
}
