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

/** How the system makes an account that nobody signs in to: Debian and its like, then Alpine. */
const makers: readonly (readonly [program: string, ...words: string[]])[] = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'zhiyuan'],
  ['adduser', '-S', '-D', '-H', 'zhiyuan'],
];

/**
 * Chooses the account for a server: root hands it to the owner of the data that exist, else to the first
 * account for it that the system has, else to one that is made for it.
 * @throws when root finds no such account and cannot make one.
 */
export function chooseServerAccount(
  owner: { uid: number; gid: number } | null,
  find: AccountFinder = findAccount,
  make: () => void = makeAccount,
): ServerAccount {
  if (!isRoot()) return null;
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of candidates) {
    const account = find(name);
    if (account !== null) return account;
  }
  make();
  const made = find('zhiyuan');
  if (made !== null) return made;
  throw new Error(
    `PostgreSQL refuses to run as root, none of the accounts ${candidates.join(', ')} exists here, and none could be made. ` +
      'Make one (useradd --system zhiyuan), run as an ordinary user, or give DATABASE_URL.',
  );
}

function makeAccount(): void {
  for (const [program, ...words] of makers) {
    try {
      execFileSync(program, words, { stdio: 'ignore' });
      return;
    } catch {
      // Another system's way, or none: what is not there afterwards is told.
    }
  }
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
