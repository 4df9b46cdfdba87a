import { chown, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRoot } from './server-account';

/** Root may work on an ordinary user's data folder; what it writes there stays that user's. */
export async function giveToOwner(file: string): Promise<void> {
  if (!isRoot()) return;
  const { uid, gid } = await stat(path.dirname(file));
  await chown(file, uid, gid);
}
