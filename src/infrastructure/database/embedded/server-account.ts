import { execFileSync } from 'node:child_process';

/** The system account the server runs as; null: the one this process has. */
export type ServerAccount = { readonly uid: number; readonly gid: number } | null;

/** Never `nobody`: whatever else runs as that account could read the data and stop the server. */
const candidates = ['zhiyuan', 'postgres', 'node'];

type AccountFinder = (name: string) => ServerAccount;

/** Whether this process is root, whom PostgreSQL refuses to serve. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Chooses the account for a server: root hands it to the owner of the data that exist, else to the first
 * account for it that the system has.
 * @throws when root finds no such account.
 */
export function chooseServerAccount(
  owner: { uid: number; gid: number } | null,
  find: AccountFinder = findAccount,
): ServerAccount {
  if (!isRoot()) return null;
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of candidates) {
    const account = find(name);
    if (account !== null) return account;
  }
  throw new Error(
    `PostgreSQL refuses to run as root and none of the accounts ${candidates.join(', ')} exists here. ` +
      'Make one (useradd --system zhiyuan), run as an ordinary user, or give DATABASE_URL.',
  );
}

function findAccount(name: string): ServerAccount {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] })),
    );
    return uid === undefined || gid === undefined ? null : { uid, gid };
  } catch {
    return null;
  }
}
