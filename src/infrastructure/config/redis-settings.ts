import { z } from 'zod';
import { url } from './config-fields';

/** Where sessions and the line before 登录 are kept. */
export interface RedisSettings {
  /** Of Redis itself; where there are sentinels, its host is the name under which they know the primary. */
  readonly url: string;
  /** Redis Sentinels that know which of several is the primary just now; none: the URL says where it is. */
  readonly sentinels: readonly SentinelPlace[];
}

interface SentinelPlace {
  readonly host: string;
  readonly port: number;
}

const SENTINEL = /^([\w.-]+|\[[0-9A-Fa-f:]+\]):(\d{1,5})$/;

const sentinels = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(
      z.string().refine((place) => SENTINEL.test(place), 'must be host:port of each sentinel, with commas'),
    ),
  );

export const redisVariables = {
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  REDIS_SENTINELS: sentinels.optional(),
};

export function toRedisSettings(env: {
  readonly REDIS_URL?: string | undefined;
  readonly REDIS_SENTINELS?: readonly string[] | undefined;
}): RedisSettings | null {
  if (env.REDIS_URL === undefined) return null;
  return { url: env.REDIS_URL, sentinels: (env.REDIS_SENTINELS ?? []).map(readPlace) };
}

function readPlace(place: string): SentinelPlace {
  const [, host = '', port = ''] = SENTINEL.exec(place) ?? [];
  return { host: host.replace(/[[\]]/g, ''), port: Number(port) };
}

/** What goes not together. */
export function listRedisFaults(given: Readonly<Record<string, string | undefined>>): string[] {
  return given.REDIS_SENTINELS !== undefined && given.REDIS_URL === undefined
    ? [
        'REDIS_SENTINELS is of no use without REDIS_URL: set redis://:password@name, with the name by which they know the primary',
      ]
    : [];
}
