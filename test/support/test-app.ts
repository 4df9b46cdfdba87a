import bcrypt from 'bcrypt';
import type { Express } from 'express';
import { createApp } from '../../src/app';
import type { Reference } from '../../src/domain/reference/reference';
import { type Config, loadConfig } from '../../src/infrastructure/config/config';
import { applicationUrlOf } from '../../src/infrastructure/database/embedded/application-role';
import { createKnex } from '../../src/infrastructure/database/knex';
import { openSessionBackend } from '../../src/infrastructure/http/set-up-sessions';
import { createLogger, type Logger } from '../../src/infrastructure/logger';
import { serve } from '../../src/operations/serve';
import { buildServices, type Services } from '../../src/services';
import { createTestClock, type TestClock } from './test-clock';
import { createTestDatabase, type TestDatabase } from './test-database';

/** The whole application on a database of the test's own, with business time in the test's hand. */
export interface TestApp {
  readonly url: string;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  readonly services: Services;
  readonly config: Config;
  /** The application itself, to read its routes. */
  readonly express: Express;
  /** Its routes as their modules declare them. */
  readonly routes: ReturnType<typeof createApp>['routes'];
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Sessions in this Redis instead of PostgreSQL. */
  readonly redisUrl?: string;
  /** A database to share with another test app, over connections of one's own; its owner drops it. */
  readonly database?: TestDatabase;
  readonly clock?: TestClock;
  readonly env?: Record<string, string>;
  /** Where the log goes; by default nowhere. */
  readonly log?: Logger;
  /** Three pools, as a server has them, with one connection for whoever comes; else one for all. */
  readonly apart?: true;
  /** Listens here instead of on any port that is free: where PUBLIC_URL has to be true. */
  readonly port?: number;
}

/** What the first application of a test file read: the plan is the same in every copy of the template. */
const known = globalThis as { testReference?: Reference };

/** Starts the demo on a free loopback port: call it in `beforeAll`, and `close` in `afterAll`. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = options.database ?? (await createTestDatabase({ demo: true }));
  const clock = options.clock ?? createTestClock();
  const redis = options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl };
  const config = loadConfig({
    PORT: '0',
    DATABASE_URL: applicationUrlOf(database.url),
    LOG_LEVEL: 'silent',
    // Tests that run beside others are late for other reasons.
    SHED_LOAD_MS: '0',
    ...redis,
    ...options.env,
  });
  const log = options.log ?? createLogger(config.logLevel);
  // As the role that serves, which owns no table: what is refused it is refused here.
  const knex = createKnex(applicationUrlOf(database.url));
  const [arrivalsDb, officeDb] =
    options.apart === true
      ? [createKnex(applicationUrlOf(database.url), { max: 1 }), createKnex(applicationUrlOf(database.url))]
      : [knex, knex];
  const services = await buildServices(config, { publicDb: knex, arrivalsDb, officeDb }, log, {
    clock,
    known: options.database === undefined ? (known.testReference ?? null) : null,
    // In place, so that a test can count them; threads have tests of their own.
    hashes: bcrypt,
  });
  if (options.database === undefined) known.testReference = services.reference.current();
  const sessions = await openSessionBackend(config, applicationUrlOf(database.url), log);
  const app = createApp({ config, services, sessions, log, readiness: { accepting: () => true } });
  const server = await serve(app, options.port ?? 0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${server.port}`,
    clock,
    database,
    services,
    config,
    express: app.express,
    routes: app.routes,
    close: async () => {
      await server.drain(1000);
      await services.close();
      await sessions.close();
      await Promise.all([arrivalsDb.destroy(), officeDb.destroy(), knex.destroy()]);
      if (options.database === undefined) await database.drop();
    },
  };
}
