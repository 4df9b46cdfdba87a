import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { giveToOwner } from './give-to-owner';
import { isSameProcessRunning, type ProcessIdentity } from './process-identity';

/** A process that uses the server; the first living one in the record owns it. */
export interface Holder extends ProcessIdentity {
  /** Tells two uses inside one process apart. */
  readonly handle: string;
}

/** What `postgres.json` keeps: how to reach the server, and who uses it. */
export interface ServerRecord {
  /** Port on 127.0.0.1; null while the server is stopped. */
  readonly port: number | null;
  readonly databasePassword: string;
  readonly supervisorPassword: string;
  readonly holders: readonly Holder[];
}

/** A record with new random passwords. */
export function createServerRecord(): ServerRecord {
  return {
    port: null,
    databasePassword: randomBytes(24).toString('hex'),
    supervisorPassword: randomBytes(24).toString('hex'),
    holders: [],
  };
}

/** Reads the record; null when there is none or it is damaged, so that new passwords are set. */
export async function findServerRecord(file: string): Promise<ServerRecord | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  try {
    const record = JSON.parse(text) as Partial<ServerRecord>;
    const { port = null, databasePassword, supervisorPassword, holders = [] } = record;
    if (!databasePassword || !supervisorPassword) return null;
    return { port, databasePassword, supervisorPassword, holders };
  } catch {
    return null;
  }
}

/** Writes the record as a whole, readable by its owner only. */
export async function saveServerRecord(file: string, record: ServerRecord): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(record, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await giveToOwner(unfinished);
  await rename(unfinished, file);
}

/** Those of the record's holders that still run. */
export function listLivingHolders(record: ServerRecord): Holder[] {
  return record.holders.filter((holder) => isSameProcessRunning(holder));
}
