import { chmod, lstat, mkdir } from 'node:fs/promises';
import { isRoot } from './server-account';

/** Outside every private folder, and kept over a restart of the machine (as /tmp is not). */
const candidates = ['/var/lib/zhiyuan', '/var/tmp/zhiyuan'];

/**
 * Gets the folder for what the server's account must reach and cannot in the data folder: root's own, which
 * others may only pass through; for an ordinary user the data folder is reachable and stays the answer.
 * @throws when no such folder can be had, or somebody else made it.
 */
export async function getReachableFolder(dataDir: string): Promise<string> {
  if (!isRoot()) return dataDir;
  const faults: string[] = [];
  for (const folder of candidates) {
    try {
      await mkdir(folder, { recursive: true });
      const found = await lstat(folder);
      if (!found.isDirectory() || found.uid !== 0) throw new Error(`${folder} is not a folder of root`);
      await chmod(folder, 0o755);
      return folder;
    } catch (error) {
      faults.push((error as Error).message);
    }
  }
  throw new Error(`No folder that the database server could reach: ${faults.join('; ')}`);
}
