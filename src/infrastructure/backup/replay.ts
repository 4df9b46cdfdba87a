import { spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { isProcessRunning } from '../database/embedded/process-identity';
import { programEnvironment } from '../database/embedded/run-program';
import type { ServerAccount } from '../database/embedded/server-account';
import { BackupFault } from './backup-fault';

interface Replay {
  /** The program and the account that runs it. */
  readonly postgres: string;
  readonly account: ServerAccount;
  /** The copied files, and the WAL that is to be replayed on them. */
  readonly directory: string;
  readonly wal: string;
  /** The instant up to which acts are taken; null: all that there are. */
  readonly to: Date | null;
  /** A role that may sign in, and how such a server is started: `-c`, `name=value`. */
  readonly role: string;
  readonly settings: readonly string[];
  readonly logFile: string;
  readonly signal: AbortSignal;
  onProgress(replayed: string, lastAt: Date | null): void;
  /** Done on the server when all is replayed, before it is stopped; `place` is the folder of its socket. */
  finish(place: string): Promise<void>;
}

/** What came of it. */
export interface Replayed {
  /** The last act that was taken; null where WAL held none. */
  readonly lastAt: Date | null;
  /** Whether WAL ended before the instant that was asked for. */
  readonly endedBefore: boolean;
}

/** Part of the socket's name alone. */
export const REPLAY_PORT = 5432;
const ENDED_BEFORE = 'recovery ended before configured recovery target was reached';

/**
 * Lets a server that nobody else can reach replay WAL on copied files, and stops it: what is left starts as any other.
 * @throws BackupFault notReplayed with the end of its log
 */
export async function replay(parts: Replay): Promise<Replayed> {
  const first = await replayTo(parts, parts.to);
  if (first !== null) return { lastAt: first.lastAt, endedBefore: false };
  // There is nothing between the last act in WAL and the instant: all of it is taken.
  const whole = await replayTo(parts, null);
  return { lastAt: whole?.lastAt ?? null, endedBefore: true };
}

/** @returns null where WAL ended before the instant */
async function replayTo(parts: Replay, to: Date | null): Promise<{ readonly lastAt: Date | null } | null> {
  const { directory, account } = parts;
  const place = await mkdtemp(path.join(os.tmpdir(), 'zhiyuan-replay-'));
  try {
    const access = path.join(place, 'access.conf');
    await writeFile(access, 'local all all trust\n');
    await writeFile(path.join(directory, 'recovery.signal'), '');
    if (account !== null)
      for (const file of [place, access, path.join(directory, 'recovery.signal')])
        await chown(file, account.uid, account.gid);
    await chmod(place, 0o700);
    return await runServer(parts, to, place, access);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function runServer(parts: Replay, to: Date | null, place: string, access: string) {
  const { postgres, account, directory, wal, logFile } = parts;
  const quoted = `'${wal.replaceAll('%', '%%').replaceAll("'", "'\\''")}'`;
  const settings = {
    listen_addresses: '',
    unix_socket_directories: place,
    hba_file: access,
    archive_mode: 'off',
    restore_command: `cp ${quoted}/%f '%p'`,
    recovery_target_action: 'promote',
    recovery_target_timeline: 'latest',
    ...(to === null ? {} : { recovery_target_time: writeInstant(to), recovery_target_inclusive: 'on' }),
  };
  // Of two settings of a name the later holds. A server that replays must not be smaller than the one that wrote.
  const args = [
    ...parts.settings,
    ...['-c', `port=${REPLAY_PORT}`],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const output = await open(logFile, 'w', 0o600);
  try {
    const child = spawn(postgres, ['-D', directory, ...args], {
      ...programEnvironment,
      ...account,
      cwd: directory,
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return await watch(parts, child.pid ?? 0, place);
  } finally {
    await output.close();
  }
}

async function watch(parts: Replay, pid: number, place: string) {
  const { signal, onProgress, logFile, role } = parts;
  try {
    for (;;) {
      signal.throwIfAborted();
      const state = await ask(place, role);
      if (state !== null && !state.recovering) {
        await parts.finish(place);
        return { lastAt: state.lastAt };
      }
      if (state !== null) onProgress(state.replayed, state.lastAt);
      else if (!isProcessRunning(pid)) {
        const end = (await readFile(logFile, 'utf8')).trimEnd();
        if (end.includes(ENDED_BEFORE)) return null;
        throw new BackupFault('notReplayed', end.split('\n').slice(-8).join('\n'));
      }
      await sleep(200);
    }
  } finally {
    await stop(pid);
  }
}

/** 2021-06-27 06:03:17.000+00: this setting reads no other form. */
const writeInstant = (at: Date) => at.toISOString().replace('T', ' ').replace('Z', '+00');

interface State {
  readonly recovering: boolean;
  readonly replayed: string;
  readonly lastAt: Date | null;
}

/** Null: it does not answer yet, or no more. */
async function ask(place: string, user: string): Promise<State | null> {
  const client = new Client({ host: place, port: REPLAY_PORT, user, database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(
      `select pg_is_in_recovery() as recovering, pg_last_wal_replay_lsn()::text as replayed,
              pg_last_xact_replay_timestamp() as last_at`,
    );
    const [row] = rows;
    return { recovering: row.recovering, replayed: row.replayed ?? '', lastAt: row.last_at };
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A fast shutdown, so that nothing is left to recover. */
async function stop(pid: number): Promise<void> {
  if (!isProcessRunning(pid)) return;
  process.kill(pid, 'SIGINT');
  while (isProcessRunning(pid)) await sleep(50);
}
