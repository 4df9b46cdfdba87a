import pino, { type DestinationStream, type Logger } from 'pino';
import { logError } from './log-error';

export type { Logger };

/** One JSON line an event. Personal data never go in: log ids, never names, numbers or bodies. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const serializers = { err: (error: unknown) => logError(error) };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers }, destination);
}
