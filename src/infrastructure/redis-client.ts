import Redis from 'ioredis';
import type { Logger } from './logger';

/** While Redis does not answer, requests are refused within two seconds; the connection is tried again as often. */
export function openRedisClient(url: string, log: Logger): Redis {
  const client = new Redis(url, {
    maxRetriesPerRequest: 2,
    retryStrategy: (attempt) => Math.min(attempt * 50, 250),
    connectTimeout: 2000,
    commandTimeout: 2000,
  });
  client.on('error', (error) => log.error({ err: error }, 'the connection to Redis failed'));
  return client;
}
