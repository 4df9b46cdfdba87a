import { createHmac } from 'node:crypto';
import connectPg from 'connect-pg-simple';
import { RedisStore } from 'connect-redis';
import type { Request, RequestHandler, Response } from 'express';
import session, { type SessionData, type Store } from 'express-session';
import pg from 'pg';
import { wallClock } from '../clock';
import type { Config } from '../config/config';
import type { RedisSettings } from '../config/redis-settings';
import { describeLimits, PAGE_LIMITS, POINT_READS } from '../database/knex';
import type { SessionRow } from '../database/session.repository';
import { watchOf } from '../database/silent-server';
import { type WatchedConnection, watchSilence } from '../database/watch-silence';
import { AppError } from '../errors';
import type { Logger } from '../logger';
import { openRedisClient } from '../redis-client';
import { type KeyRing, perTurn } from '../security/key-ring';
import { ACCOUNT_PATH, isAccountPath } from './account-path';
import { takeEarlySessions } from './early-session';
import { isOfficePath, OFFICE_PATH } from './office-path';
import type { Steps } from './steps';
import { sessionSerializer, takeSoundSessions } from './stored-session';

export const SESSION_COOKIE = 'zhiyuan.sid';
export const OFFICE_SESSION_COOKIE = 'zhiyuan.office.sid';
export const ACCOUNT_SESSION_COOKIE = 'zhiyuan.account.sid';
const IDLE_SECONDS = 60 * 60;
const OFFICE_IDLE_SECONDS = 15 * 60;
/** However much it is used: a day, and a working day of the exam office. */
const LIFE_SECONDS = 24 * 60 * 60;
const OFFICE_LIFE_SECONDS = 12 * 60 * 60;
/** Of one process, to PostgreSQL. */
export const SESSION_CONNECTIONS = 5;
const RENEW_AFTER_MS = 5 * 60 * 1000;

/** A candidate's new session as a row, to be written with what else is written in the same transaction. */
export type ToSessionRow = (id: string, session: SessionData) => SessionRow;

export interface SessionBackend {
  /** Of candidates. */
  readonly store: Store;
  /** Null where sessions do not live in the database. */
  readonly toRow: ToSessionRow | null;
  /** Of officers. */
  readonly officeStore: Store;
  /** Of 学信 accounts. */
  readonly accountStore: Store;
  /** Where sessions live outside the database: whether they can be had. @throws where they cannot */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Sessions in Redis where it is configured, else in PostgreSQL; never in memory. */
export async function openSessionBackend(
  config: Config,
  databaseUrl: string,
  log: Logger,
): Promise<SessionBackend> {
  return config.redis === null ? openPostgresBackend(databaseUrl, log) : openRedisBackend(config.redis, log);
}

function openPostgresBackend(databaseUrl: string, log: Logger): SessionBackend {
  const settings = {
    connectionString: databaseUrl,
    max: SESSION_CONNECTIONS,
    application_name: 'zhiyuan-sessions',
    ...describeLimits(PAGE_LIMITS),
  };
  const server = watchOf(settings);
  const pool = new pg.Pool({
    ...settings,
    onConnect: async (client) => {
      watchSilence(client as pg.Client & WatchedConnection, PAGE_LIMITS.statement, server);
      await client.query(POINT_READS);
    },
  });
  pool.on('error', (error) => log.error({ err: error }, 'a connection to the session store was lost'));
  const names = new Map<string, string>();
  const PgStore = connectPg(session);
  const createStore = (ttl: number, life: number, pruneSessionInterval: number | false) =>
    takeSoundSessions(
      takeEarlySessions(
        new PgStore({
          // Named statements are parsed and planned once a connection.
          pool: {
            query: async (text: string, values?: unknown[]) => {
              const name = names.get(text) ?? `session-${names.size}`;
              names.set(text, name);
              if (server.suspected) await server.tryFirst();
              return pool.query({ name, text, values: values ?? [] }).catch(server.judge);
            },
          } as unknown as pg.Pool,
          tableName: 'sessions',
          ttl,
          disableTouch: true,
          pruneSessionInterval,
          errorLog: (...parts: unknown[]) =>
            log.error({ parts: parts.map(String) }, 'the session store failed'),
        }),
      ),
      life * 1000,
    );
  const store = createStore(IDLE_SECONDS, LIFE_SECONDS, 300);
  // One store deletes the expired rows of all of them.
  const officeStore = createStore(OFFICE_IDLE_SECONDS, OFFICE_LIFE_SECONDS, false);
  const accountStore = createStore(IDLE_SECONDS, LIFE_SECONDS, false);
  return {
    store,
    toRow: (id, session) => ({
      id,
      data: JSON.stringify(session),
      expiresAt: Math.floor(wallClock() / 1000) + IDLE_SECONDS,
    }),
    officeStore,
    accountStore,
    check: async () => undefined,
    async close() {
      await store.close();
      await officeStore.close();
      await accountStore.close();
      await pool.end();
    },
  };
}

async function openRedisBackend(settings: RedisSettings, log: Logger): Promise<SessionBackend> {
  const client = await openRedisClient(settings, log);
  const createStore = (prefix: string, ttl: number, life: number) =>
    takeSoundSessions(
      new RedisStore({ client, prefix, ttl, disableTouch: true, serializer: sessionSerializer }),
      life * 1000,
    );
  return {
    store: createStore('zhiyuan:session:', IDLE_SECONDS, LIFE_SECONDS),
    toRow: null,
    officeStore: createStore('zhiyuan:office-session:', OFFICE_IDLE_SECONDS, OFFICE_LIFE_SECONDS),
    accountStore: createStore('zhiyuan:account-session:', IDLE_SECONDS, LIFE_SECONDS),
    async check() {
      await client.ping();
    },
    async close() {
      client.disconnect();
    },
  };
}

/** Without its store nobody can be told apart: come back soon, rather than a fault that invites to try again. */
export function storeAway(cause: unknown): AppError {
  const refused = new AppError('storeAway', 503, { seconds: 10 });
  refused.cause = cause;
  return refused;
}

/** What the sessions of candidates, officers and accounts differ in. */
interface SessionKind {
  readonly name: string;
  /** The first signs, all open. */
  readonly secrets: () => string[];
  readonly store: Store;
  readonly cookie: { readonly sameSite: 'lax' | 'strict'; readonly path: string };
}

/**
 * Sessions begin at a sign-in, or on the way back in without a password. An idle hour ends a candidate's and that of
 * a 学信 account, a quarter of an hour an officer's; a day, and twelve hours, end them
 * however busy they are; the cookies end with the browser. Below /office there is the
 * officer's session and no other, below /account the account's, elsewhere the candidate's: none opens anything of
 * another, were its cookie copied.
 */
export function setUpSessions(steps: Steps, config: Config, backend: SessionBackend, log: Logger): void {
  const { session: ring } = config.secrets;
  const https = config.publicUrl.protocol === 'https:';
  const readCandidate = createSessionReader(
    {
      name: SESSION_COOKIE,
      secrets: perTurn(ring, (keys) => keys.map(({ text }) => text)),
      store: backend.store,
      cookie: { sameSite: 'lax', path: '/' },
    },
    https,
    log,
  );
  const readOfficer = createSessionReader(
    {
      name: OFFICE_SESSION_COOKIE,
      secrets: secretsOf(ring, 'office'),
      store: backend.officeStore,
      cookie: { sameSite: 'strict', path: OFFICE_PATH },
    },
    https,
    log,
  );
  const readAccount = createAccountSessionReader(config, backend, log);
  const choose = (path: string) => {
    if (isOfficePath(path)) return readOfficer;
    return isAccountPath(path) ? readAccount : readCandidate;
  };
  steps.use((req, res, next) => choose(req.path)(req, res, next));
  steps.use(renewSession);
}

/** Renews the session of a request that is due for it. */
export const renewSession: RequestHandler = (req, _res, next) => {
  if (isDue(req)) req.session.renewedAt = wallClock();
  next();
};

/** Reads the session of an account alone: for the provider, which stands before the others. */
export function createAccountSessionReader(
  config: Config,
  backend: SessionBackend,
  log: Logger,
): RequestHandler {
  return createSessionReader(
    {
      name: ACCOUNT_SESSION_COOKIE,
      secrets: secretsOf(config.secrets.session, 'account'),
      store: backend.accountStore,
      // Lax: platforms send people here to sign in.
      cookie: { sameSite: 'lax', path: ACCOUNT_PATH },
    },
    config.publicUrl.protocol === 'https:',
    log,
  );
}

/** The secrets of a wing, which are worth nothing in another. */
const secretsOf = (ring: KeyRing, wing: string) =>
  perTurn(ring, (keys) => keys.map(({ text }) => createHmac('sha256', text).update(wing).digest('hex')));

const fresh = new WeakSet<Request>();

/** Whether the session's id was made with this request: nobody can have planted it, and its store has not heard of it. */
export function isFreshSession(req: Request): boolean {
  return fresh.has(req);
}

function createSessionReader(
  { name, secrets, store, cookie }: SessionKind,
  https: boolean,
  log: Logger,
): RequestHandler {
  // The library reads its list of secrets at each request, and keeps the list that it was given.
  const listed = [...secrets()];
  const readSession = session({
    name,
    secret: listed,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: { ...cookie, httpOnly: true, secure: https ? 'auto' : false },
  });
  return (req, res, next) => {
    listed.splice(0, listed.length, ...secrets());
    if (req.cookies[name] === undefined) fresh.add(req);
    let begun = false;
    readSession(req, res, (error?: unknown) => {
      // The second call, after the answer was made: the session could not be renewed. The answer, perhaps a receipt, stands.
      if (begun) return log.error({ err: error }, 'a session could not be kept');
      begun = true;
      holdUntilKept(res);
      next(error === undefined ? undefined : storeAway(error));
    });
  };
}

/**
 * express-session sends the head of an answer first and keeps the session then: a browser that follows a redirect at
 * once would find the session of before, and be sent back to where it came from. Nothing leaves until it is kept.
 */
function holdUntilKept(res: Response): void {
  const end = res.end;
  res.end = ((...args: Parameters<typeof end>) => {
    res.cork();
    return end.apply(res, args);
  }) as typeof end;
}

/**
 * A candidate's session is renewed every five minutes of use instead of at each request: one write in many. An
 * officer's is at each. What a page asks for by itself (`?automatic`) renews none: a board left open keeps nobody
 * signed in.
 */
function isDue(req: Request): boolean {
  const { renewedAt } = req.session;
  if (renewedAt === undefined || req.query.automatic !== undefined) return false;
  if (isOfficePath(req.path)) return true;
  return wallClock() - renewedAt > RENEW_AFTER_MS;
}
