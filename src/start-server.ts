import { seedDemo } from '../seeds/demo/seed-demo';
import { seedReference } from '../seeds/reference/seed-reference';
import { startAccountWork } from './account/work';
import { createApp } from './app';
import { databaseClock } from './infrastructure/clock';
import type { Config } from './infrastructure/config/config';
import { bringUpSchema } from './infrastructure/database/roles';
import { openSessionBackend } from './infrastructure/http/set-up-sessions';
import type { Logger } from './infrastructure/logger';
import { createCipher } from './infrastructure/security/cipher';
import { startCoverage } from './office/filing-progress/start-coverage';
import { startImportJobs } from './office/imports/jobs/start-import-jobs';
import { startBackups } from './operations/backups';
import { describeDemo } from './operations/demo-sign-ins';
import {
  checkApplicationRole,
  checkDatabaseSettings,
  claimInstallation,
  recordPublicUrl,
} from './operations/installation';
import { claimKeys } from './operations/key-check';
import { startMetrics } from './operations/metrics';
import { normalisePeople } from './operations/normalise-people';
import { type OpenDatabase, openPools } from './operations/open-database';
import { startRetention } from './operations/retention';
import { serve } from './operations/serve';
import { startKeys } from './operations/start-keys';
import { startLedger } from './operations/start-ledger';
import { startMessages } from './operations/start-messages';
import { nameProcess, startMinutes } from './operations/start-minutes';
import { startSweeps } from './operations/start-sweeps';
import { reportReady } from './operations/supervise';
import type { RulePack } from './rules/pack/rule-pack';
import { buildServices } from './services';

const DRAIN_MS = 20_000;
/** Behind a proxy that ends what was idle for 5 s by itself (deploy/nginx.conf). */
const PROXY_QUIET_MS = 7_000;

/** Serves the platform from a database that is open, until a signal. @throws StartRefused where it must not, all closed again */
export async function startServer(config: Config, log: Logger, database: OpenDatabase): Promise<void> {
  const closers: (() => Promise<void>)[] = [database.close];
  const closeAll = async () => {
    for (const close of closers.toReversed()) await close();
  };
  try {
    await checkDatabaseSettings(database.db);
    await bringUpSchema(database.db, database.applicationRole);
    await claimInstallation(database.db, config.environment);
    await claimKeys(database.db, config.secrets);
    await seedReference(database.db, config.firstPack ?? undefined);
    await normalisePeople(database.db, createCipher(config.secrets.dataKey, config.secrets.indexKey), log);
    if (config.environment === 'demo') await prepareDemo(config, database.db);

    const pools = openPools(database, config, log);
    closers.push(pools.close);
    await checkApplicationRole(pools.officeDb, config.environment);
    closers.push(startKeys(pools.officeDb, config.secrets, log).stop);
    const services = await buildServices(config, pools, log);
    closers.push(services.close);
    // Now rather than at the first request, which would keep all others waiting.
    await services.accountPlatforms.provider.provider();
    const sessions = await openSessionBackend(config, database.applicationUrl, log);
    closers.push(sessions.close);
    let accepting = true;
    const app = createApp({ config, services, sessions, log, readiness: { accepting: () => accepting } });
    const backgroundServices = { ...services, db: services.officeDb };
    const messages = startMessages(backgroundServices, log);
    closers.push(messages.stop, startAccountWork(backgroundServices, log).stop);
    const { imports } = services;
    closers.push(
      startImportJobs(backgroundServices, { folder: imports.folder, node: imports.node, log }).stop,
    );
    // One process of an installation is enough.
    if (config.backups !== null && database.embedded && config.place === 0)
      closers.push(startBackups(config, config.backups, log).stop);
    closers.push(startCoverage(pools.officeDb, log).stop, startSweeps(pools.officeDb, log).stop);
    closers.push(startRetention(pools.officeDb, log, config.retention).stop);
    closers.push(startLedger({ db: pools.officeDb, clock: databaseClock, config }, log).stop);
    const measured = { ...services, log, backups: database.embedded ? config.backups : null };
    if (config.metricsPort !== null)
      closers.push((await startMetrics(measured, config.metricsPort + config.place)).stop);
    const server = await serve(app, config.port, config.host, config.listensAtHandedSocket);
    const quietMs = config.trustedProxies.length > 0 ? PROXY_QUIET_MS : 0;
    closers.push(
      startMinutes({
        ...measured,
        embedded: database.embedded,
        name: nameProcess(server.port, config.place),
      }).stop,
      () => server.drain(DRAIN_MS, quietMs),
    );

    let stopping = false;
    const stop = async (signal: string) => {
      if (stopping) return;
      stopping = true;
      accepting = false;
      log.info({ signal }, 'stopping: requests under way are finished, new ones are refused');
      await closeAll();
      log.info('stopped');
      process.exit(0);
    };
    process.on('SIGTERM', () => void stop('SIGTERM'));
    process.on('SIGINT', () => void stop('SIGINT'));
    process.on('SIGUSR2', () =>
      log.warn('one process cannot be replaced while it serves: restart the service'),
    );
    reportReady(() => void stop('the supervisor is gone'));
    await recordPublicUrl(database.db, config.publicUrl);
    if (config.announces) announce(config, server.port, services.reference.current().calendar.pack);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function prepareDemo(config: Config, db: Parameters<typeof seedDemo>[0]): Promise<void> {
  const cipher = createCipher(config.secrets.dataKey, config.secrets.indexKey);
  await seedDemo(db, cipher, await databaseClock.now(db));
}

function announce(config: Config, port: number, pack: RulePack): void {
  const address = config.port === port ? config.publicUrl.origin : `http://localhost:${port}`;
  process.stdout.write(`\nZhiyuan (${config.environment}) is at ${address}\n`);
  if (config.environment === 'demo') process.stdout.write(describeDemo(pack));
}
