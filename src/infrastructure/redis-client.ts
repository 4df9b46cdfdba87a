import type { Redis, RedisOptions } from 'ioredis';
import type { RedisSettings } from './config/redis-settings';
import type { Logger } from './logger';

const LIMITS = {
  maxRetriesPerRequest: 2,
  retryStrategy: (attempt) => Math.min(attempt * 50, 250),
  connectTimeout: 2000,
  commandTimeout: 2000,
} satisfies RedisOptions;

/**
 * While Redis does not answer, requests are refused within two seconds; the connection is tried again as often. The
 * library (7 MB) is read where there is a Redis.
 */
export async function openRedisClient(settings: RedisSettings, log: Logger): Promise<Redis> {
  const library = await import('ioredis');
  const client =
    settings.sentinels.length === 0
      ? new library.Redis(settings.url, LIMITS)
      : new library.Redis(toSentinelOptions(settings));
  client.on('error', (error) => log.error({ err: error }, 'the connection to Redis failed'));
  return client;
}

/** The primary is asked for at each connection, and looked for anew when the one at hand has become a replica. */
function toSentinelOptions({ url, sentinels }: RedisSettings) {
  const { protocol, hostname, username, password, pathname } = new URL(url);
  return {
    ...LIMITS,
    sentinels: [...sentinels],
    name: hostname,
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    db: Number(pathname.slice(1)) || 0,
    ...(protocol === 'rediss:' && { tls: {}, enableTLSForSentinelMode: true }),
    sentinelRetryStrategy: LIMITS.retryStrategy,
    sentinelCommandTimeout: 2000,
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  } satisfies RedisOptions;
}
