import { Client } from 'pg';
import { type OutsideServer, startProgram, untilDone } from './outside-programs';

/** By this the server keeps WAL for us until we have it, however long we were away. */
const SLOT = 'zhiyuan_backup';

/** Receives WAL into a folder until it is stopped; a segment that is whole has a name of its own. */
export interface Receiving {
  /** When it ended by itself. @throws BackupFault notCopied */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Begins where it last was: what the server wrote meanwhile comes first. One process receives at a time, into a folder
 * that stays the same. @returns null where another does already
 */
export async function receiveWal(server: OutsideServer, spool: string): Promise<Receiving | null> {
  const client = new Client({ connectionString: server.url, application_name: 'zhiyuan backup' });
  // With the session the lock goes; the program notices by itself that the server is away.
  client.on('error', () => undefined);
  const leave = () => client.end().catch(() => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(
      "select pg_try_advisory_lock(hashtext('zhiyuan backup wal')) as taken",
    );
    if (rows[0].taken !== true) {
      await leave();
      return null;
    }
    const make = ['--create-slot', '--if-not-exists', `--slot=${SLOT}`];
    await untilDone(startProgram(server, 'pg_receivewal', make));
  } catch (error) {
    await leave();
    throw error;
  }
  const child = startProgram(server, 'pg_receivewal', [
    `--directory=${spool}`,
    `--slot=${SLOT}`,
    '--no-loop',
  ]);
  const ended = untilDone(child);
  // Whoever stops it asks no more.
  ended.catch(() => undefined);
  return {
    ended,
    async stop() {
      child.kill('SIGINT');
      await ended.catch(() => undefined);
      await leave();
    },
  };
}
