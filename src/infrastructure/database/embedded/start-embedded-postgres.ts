import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { initialiseCluster, setSupervisorPassword } from './cluster';
import { locateDataDirectory, prepareDataFolder, rememberLocation } from './data-directory';
import { describeConnection, prepareDatabase } from './database';
import { findServerProcess, type ServerProcess } from './pid-file';
import { identifyThisProcess } from './process-identity';
import { findServer, type Installation, startServer } from './server';
import { stopServer } from './server-process';
import { getServerPrograms } from './server-programs';
import {
  createServerRecord,
  findServerRecord,
  type Holder,
  listLivingHolders,
  type ServerRecord,
  saveServerRecord,
} from './server-record';
import { withStartLock } from './start-lock';
import { describeArchiving, makeSpool } from './wal-spool';
import { watchServer } from './watch-server';

/** The embedded server, as one user of it sees it. */
export interface EmbeddedPostgres {
  /** Role `zhiyuan`, which owns the tables and is no superuser, on 127.0.0.1; stays right when the server has to be restarted. */
  readonly connectionString: string;
  /** Whether the server was running already. */
  readonly adopted: boolean;
  /** Ends this use. The last user stops the server, within about 20 seconds; safe to call twice. */
  stop(): Promise<void>;
}

/** Where the data folder is, and where to say what the operator should know. */
interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** Whether WAL is left for backups, in the spool beside the server's files. */
  readonly archives?: boolean;
  log(message: string): void;
  /** Done while PostgreSQL's own programs are at work, at most once for each of them; never where the server runs already. */
  readonly meanwhile?: (() => void) | undefined;
}

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one that runs.
 *
 * Several processes may do so at once (the server and the operator's command). The one that started the server
 * owns it; if it leaves while others remain, the next of them becomes the owner, so that the server stops with
 * its last user and never under one. A process that dies without leaving is no user any more: whoever comes next
 * adopts the running server. While in use, a server that dies is started again on the same port.
 *
 * @throws with the reason and what to do about it when no server can be had.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = await prepareDataFolder(options.dataDir);
  const files = { record: path.join(dataDir, 'postgres.json'), lock: path.join(dataDir, 'postgres.lock') };
  const holder: Holder = { ...identifyThisProcess(), handle: randomBytes(6).toString('hex') };

  const joined = await withStartLock(files.lock, async () => {
    const installation = await prepareInstallation(dataDir, files.record, options);
    const { server, record, adopted } = await joinServer(installation, files.record, options.meanwhile);
    await prepareDatabase(server.port, record);
    const holders = [...listLivingHolders(record), holder];
    await saveServerRecord(files.record, { ...record, port: server.port, holders });
    return { installation, server, record, adopted };
  });
  const { installation, record } = joined;

  const watch = watchServer(joined.server, options.log, () =>
    withStartLock(files.lock, async () => {
      const running = await findServer(installation, record);
      return running ?? (await startServer(installation, record, joined.server.port));
    }),
  );

  const leave = async () => {
    await watch.end();
    await withStartLock(files.lock, () => leaveServer(installation, files.record, holder, options.log));
  };
  let left: Promise<void> | null = null;
  return {
    connectionString: describeConnection(joined.server.port, record),
    adopted: joined.adopted,
    stop: () => {
      left ??= leave();
      return left;
    },
  };
}

async function prepareInstallation(
  dataDir: string,
  recordFile: string,
  { archives = false, log, meanwhile }: EmbeddedPostgresOptions,
): Promise<Installation> {
  const located = await locateDataDirectory(dataDir, log);
  const programs = await getServerPrograms(located.account, dataDir, log);
  if (!located.initialised) {
    // A new data directory has a new password.
    await rm(recordFile, { force: true });
    await initialiseCluster(programs, located, meanwhile);
    await rememberLocation(dataDir, located, log);
  }
  const directory = { ...located, initialised: true };
  const settings = archives ? describeArchiving(await makeSpool(directory)) : {};
  return { programs, directory, logFile: path.join(dataDir, 'postgres.log'), settings };
}

async function joinServer(
  installation: Installation,
  recordFile: string,
  meanwhile: EmbeddedPostgresOptions['meanwhile'],
): Promise<{ server: ServerProcess; record: ServerRecord; adopted: boolean }> {
  const known = await findServerRecord(recordFile);
  const record = known ?? createServerRecord();
  const running = await findServer(installation, record);
  if (running !== null) return { server: running, record, adopted: true };
  if (known === null) {
    await setSupervisorPassword(installation.programs, installation.directory, record.supervisorPassword);
  }
  // The same port as before: processes that still use a server that died know it.
  const port = listLivingHolders(record).length > 0 ? record.port : null;
  const server = await startServer(installation, record, port, meanwhile);
  return { server, record, adopted: false };
}

async function leaveServer(
  { programs, directory }: Installation,
  recordFile: string,
  holder: Holder,
  log: (message: string) => void,
): Promise<void> {
  const record = await findServerRecord(recordFile);
  if (record === null) return;
  const holders = listLivingHolders(record).filter(({ handle }) => handle !== holder.handle);
  const [owner] = holders;
  if (owner !== undefined) {
    await saveServerRecord(recordFile, { ...record, holders });
    log(`The database server keeps running: process ${owner.pid} uses it`);
    return;
  }
  const server = await findServerProcess(directory.path);
  if (server !== null) await stopServer(programs, directory, server);
  await saveServerRecord(recordFile, { ...record, port: null, holders: [] });
}
