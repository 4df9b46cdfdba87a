import path from 'node:path';
import { buildAccountServices, mayArrive } from './account/services';
import { buildCandidateServices } from './candidate/services';
import type { Reference } from './domain/reference/reference';
import { buildDomainServices } from './domain/services';
import { type Clock, databaseClock } from './infrastructure/clock';
import type { Config } from './infrastructure/config/config';
import type { Databases } from './infrastructure/database/databases';
import { createLoadGauge } from './infrastructure/http/load-gauge';
import { createUploadFolder } from './infrastructure/http/upload-folder';
import type { Logger } from './infrastructure/logger';
import { createHashThreads, type HashEngine } from './infrastructure/security/hash-engine';
import { buildOfficeServices } from './office/services';

/** What a test may bring: its own clock, a reference whose plan is that of a copy of this database, hashes on the spot. */
interface Given {
  readonly clock?: Clock;
  readonly known?: Reference | null;
  readonly hashes?: HashEngine;
}

/** What is built from what. */
export async function buildServices(
  config: Config,
  { publicDb, arrivalsDb, officeDb }: Databases,
  log: Logger,
  { clock = databaseClock, known = null, hashes }: Given = {},
) {
  const threads = createHashThreads();
  const domain = await buildDomainServices({
    config,
    db: publicDb,
    arrivalsDb,
    backgroundDb: officeDb,
    log,
    clock,
    known,
    hashes: hashes ?? threads,
    isLinked: mayArrive,
  });
  const load = createLoadGauge({ from: config.shedLoadMs, db: publicDb, arrivalsDb, log });
  const office = buildOfficeServices({ ...domain, db: officeDb }, config, log);
  const account = buildAccountServices(domain, config, log);
  return {
    ...domain,
    arrivalsDb,
    officeDb,
    load,
    ...buildCandidateServices(
      domain,
      createUploadFolder(path.join(config.dataDir, 'uploads'), domain.cipher),
    ),
    ...office,
    ...account,
    /** Stops what runs while nobody asks. */
    close: async (): Promise<void> => {
      domain.reference.stop();
      load.stop();
      await domain.waitingRoom.close();
      await account.accountPlatforms.provider.signOuts.settle();
      await Promise.all([office.closeOffice(), domain.pdf.close(), threads.close()]);
    },
  };
}

export type Services = Awaited<ReturnType<typeof buildServices>>;
