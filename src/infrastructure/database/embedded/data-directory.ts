import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findServerProcess } from './pid-file';
import { getReachableFolder } from './reachable-folder';
import { canEnter, runProgram } from './run-program';
import { chooseServerAccount, isRoot, type ServerAccount } from './server-account';
import { stopProcess } from './stop-process';

/** Where the server's files are, and whose. */
export interface DataDirectory {
  readonly path: string;
  readonly account: ServerAccount;
  /** False until initdb has run. */
  readonly initialised: boolean;
}

/** Makes the data folder if it is missing, and gives its real path. */
export async function prepareDataFolder(dataDir: string): Promise<string> {
  const created = await mkdir(dataDir, { recursive: true });
  // The server's account must pass through, whatever the umask; the files with secrets are private themselves.
  if (created !== undefined && isRoot()) await chmod(dataDir, 0o711);
  return realpath(dataDir);
}

/**
 * Finds the server's data directory, or a place for a new one: `<dataDir>/postgres`, or, when root starts the
 * server and its account cannot reach that, a folder outside that `<dataDir>/postgres.location` then names.
 * @throws when the directory exists and cannot be used; data are never left behind silently.
 */
export async function locateDataDirectory(
  dataDir: string,
  log: (message: string) => void,
): Promise<DataDirectory> {
  const pointed = await readFile(pointerFile(dataDir), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
  const existing = pointed ?? path.join(dataDir, 'postgres');
  if (await isInitialised(existing)) return openExisting(existing);
  if (pointed !== null) {
    throw new Error(
      `${pointerFile(dataDir)} says that the database is in ${pointed}, and it is not there. ` +
        'Bring it back, or remove that file to begin with an empty database.',
    );
  }
  const account = chooseServerAccount(null);
  if (await canEnter(account, dataDir)) return { path: existing, account, initialised: false };
  return { path: await chooseOutside(dataDir, log), account, initialised: false };
}

/** Leaves the pointer for a data directory that is not in the data folder. */
export async function rememberLocation(
  dataDir: string,
  directory: DataDirectory,
  log: (message: string) => void,
): Promise<void> {
  if (directory.path === path.join(dataDir, 'postgres')) return;
  await writeFile(pointerFile(dataDir), `${directory.path}\n`);
  log(
    `${dataDir} is in a private folder that the database server's account cannot reach: ` +
      `the database is kept in ${directory.path}`,
  );
}

function pointerFile(dataDir: string): string {
  return path.join(dataDir, 'postgres.location');
}

async function isInitialised(directory: string): Promise<boolean> {
  return lstat(path.join(directory, 'PG_VERSION')).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      throw new Error(
        `The database in ${directory} belongs to another account (${error.message}). ` +
          'Start with the account that made it, or give another DATA_DIR.',
      );
    },
  );
}

async function openExisting(directory: string): Promise<DataDirectory> {
  const owner = await stat(directory);
  const account = chooseServerAccount(owner);
  if (account !== null && owner.uid === 0) {
    await runProgram(null, 'chown', ['-R', `${account.uid}:${account.gid}`, directory]);
  }
  if (!(await canEnter(account, directory))) {
    throw new Error(
      `The database in ${directory} can no longer be reached by the account that owns it: ` +
        'a folder above has become private. Open that folder for passing through (chmod o+x).',
    );
  }
  return { path: directory, account, initialised: true };
}

/** Data that a removed data folder of the same path left behind are set aside, neither used nor deleted. */
async function chooseOutside(dataDir: string, log: (message: string) => void): Promise<string> {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const folder = path.join(await getReachableFolder(dataDir), name);
  const directory = path.join(folder, 'postgres');
  if (await isInitialised(directory)) {
    const running = await findServerProcess(directory);
    if (running !== null) await stopProcess(running.pid);
    const aside = `${folder}.${Date.now()}`;
    await rename(folder, aside);
    log(`${dataDir} is new; the database of an earlier folder of this name is set aside in ${aside}`);
  }
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  return directory;
}
