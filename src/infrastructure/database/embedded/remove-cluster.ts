import { rm } from 'node:fs/promises';
import path from 'node:path';
import { locateDataDirectory, prepareDataFolder } from './data-directory';
import { findServerProcess } from './pid-file';

/** Removes the server's files of a data folder, wherever they are. @throws Error where a server runs on them */
export async function removeCluster(dataDir: string): Promise<void> {
  const folder = await prepareDataFolder(dataDir);
  const { path: directory, initialised } = await locateDataDirectory(folder, () => undefined);
  if (!initialised) return;
  if ((await findServerProcess(directory)) !== null) throw new Error(`a server runs on ${directory}`);
  await rm(directory, { recursive: true, force: true });
  if (path.dirname(directory) !== folder) await rm(path.dirname(directory), { recursive: true, force: true });
}
