import connectPg from 'connect-pg-simple';
import { RedisStore } from 'connect-redis';
import type { Express } from 'express';
import session, { type Store } from 'express-session';
import Redis from 'ioredis';
import pg from 'pg';
import { realTime } from '../clock';
import type { Config } from '../config';
import { AppError } from '../errors';
import type { Logger } from '../logger';

export const SESSION_COOKIE = 'zhiyuan.sid';
const IDLE_SECONDS = 60 * 60;
const RENEW_AFTER_MS = 5 * 60 * 1000;

export interface SessionBackend {
  readonly store: Store;
  close(): Promise<void>;
}

/** Sessions in Redis where it is configured, else in PostgreSQL; never in memory. */
export async function openSessionBackend(
  config: Config,
  databaseUrl: string,
  log: Logger,
): Promise<SessionBackend> {
  return config.redisUrl === null
    ? openPostgresBackend(databaseUrl, log)
    : openRedisBackend(config.redisUrl, log);
}

function openPostgresBackend(databaseUrl: string, log: Logger): SessionBackend {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5, application_name: 'zhiyuan-sessions' });
  pool.on('error', (error) => log.error({ err: error }, 'session pool'));
  const names = new Map<string, string>();
  const PgStore = connectPg(session);
  const store = new PgStore({
    // Named statements are parsed and planned once a connection.
    pool: {
      query: (text: string, values?: unknown[]) => {
        const name = names.get(text) ?? `session-${names.size}`;
        names.set(text, name);
        return pool.query({ name, text, values: values ?? [] });
      },
    } as unknown as pg.Pool,
    tableName: 'sessions',
    ttl: IDLE_SECONDS,
    disableTouch: true,
    pruneSessionInterval: 300,
    errorLog: (...parts: unknown[]) => log.error({ parts: parts.map(String) }, 'session store'),
  });
  return {
    store,
    async close() {
      await store.close();
      await pool.end();
    },
  };
}

async function openRedisBackend(url: string, log: Logger): Promise<SessionBackend> {
  // Whoever asks while Redis is away, or does not answer, is told within two seconds; it is found again as soon.
  const client = new Redis(url, {
    maxRetriesPerRequest: 2,
    retryStrategy: (attempt) => Math.min(attempt * 50, 250),
    connectTimeout: 2000,
    commandTimeout: 2000,
  });
  client.on('error', (error) => log.error({ err: error }, 'redis'));
  const store = new RedisStore({ client, prefix: 'zhiyuan:session:', ttl: IDLE_SECONDS, disableTouch: true });
  return {
    store,
    async close() {
      client.disconnect();
    },
  };
}

/** Without its store nobody can be told apart: come back soon, rather than a fault that invites to try again. */
export function storeAway(cause: unknown): AppError {
  const refused = new AppError('busy', 503, { seconds: 10 });
  refused.cause = cause;
  return refused;
}

/** Sessions begin at a sign-in, or on the way back in without a password; an idle hour ends them; the cookie ends with the browser. */
export function setUpSessions(app: Express, config: Config, backend: SessionBackend, log: Logger): void {
  const readSession = session({
    name: SESSION_COOKIE,
    secret: config.secrets.session,
    store: backend.store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: config.publicUrl.protocol === 'https:' ? 'auto' : false,
    },
  });
  app.use((req, res, next) => {
    let begun = false;
    readSession(req, res, (error?: unknown) => {
      // Told a second time, after the answer: the session could not be renewed. The answer, a receipt perhaps, stands.
      if (begun) return log.error({ err: error }, 'a session could not be kept');
      begun = true;
      next(error === undefined ? undefined : storeAway(error));
    });
  });
  app.use((req, _res, next) => {
    // Renewed every five minutes of use instead of at each request: one write in many.
    const renewedAt = req.session.renewedAt;
    if (renewedAt !== undefined && realTime() - renewedAt > RENEW_AFTER_MS) {
      req.session.renewedAt = realTime();
    }
    next();
  });
}
