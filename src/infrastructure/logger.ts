import pino, { type Logger } from 'pino';

export type { Logger };

/** One JSON line an event. Personal data never go in: log ids, never names, numbers or bodies. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
