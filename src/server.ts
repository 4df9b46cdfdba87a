import { type Config, ConfigError, loadConfig } from './infrastructure/config/config';
import { createLogger, type Logger } from './infrastructure/logger';
import { StartRefused } from './infrastructure/start-refused';
import { openDatabase } from './operations/open-database';
import { isSupervised, leave, supervise } from './operations/supervise';

/** Most of the program is read while the database of the data folder starts; whoever only supervises never reads it. */
async function start(config: Config, log: Logger): Promise<void> {
  await checkDemoPack(config);
  const database = await openDatabase(config, log, undefined, () => void readTheRest());
  const { startServer } = await readTheRest();
  await startServer(config, log, database);
}

async function readTheRest() {
  const { startServer } = await import('./start-server.js');
  return { startServer };
}

/** @throws StartRefused where nobody has drawn people and plan for the pack */
async function checkDemoPack({ environment, firstPack }: Config): Promise<void> {
  if (environment !== 'demo' || firstPack === null) return;
  const { demoPacks } = await import('../seeds/demo/worlds.js');
  if (demoPacks.includes(firstPack)) return;
  throw new StartRefused(`PACK: there is no demo of ${firstPack}, but one of ${demoPacks.join(' and ')}`);
}

function main(): void {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  const log = createLogger(config.logLevel);
  if (config.processes > 1 && !isSupervised()) {
    supervise(config.processes, log);
    return;
  }
  start(config, log).catch((error: unknown) => {
    if (error instanceof StartRefused) process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, 'the start failed');
    leave(1);
  });
}

main();
