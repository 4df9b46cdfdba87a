import path from 'node:path';
import { locateDataDirectory, prepareDataFolder } from './data-directory';
import { findServerRecord, type ServerRecord } from './server-record';

/** A server that runs on a data folder, for what its superuser alone may do. */
interface RunningServer {
  /** Its files. */
  readonly directory: string;
  readonly port: number;
  readonly record: ServerRecord;
}

/** @throws Error where none runs */
export async function getRunningServer(dataDir: string): Promise<RunningServer> {
  const folder = await prepareDataFolder(dataDir);
  const directory = await locateDataDirectory(folder, () => undefined);
  const record = await findServerRecord(path.join(folder, 'postgres.json'));
  if (record === null || record.port === null) throw new Error(`no database server runs on ${folder}`);
  return { directory: directory.path, port: record.port, record };
}
