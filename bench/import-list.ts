import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { seedReference } from '../seeds/reference/seed-reference';
import { createPeople, peopleHeadings } from '../seeds/synthetic/people';
import { getActiveRulePack } from '../src/domain/rule-packs/rule-pack.repository';
import { plainFile } from '../src/infrastructure/byte-file';
import { databaseClock } from '../src/infrastructure/clock';
import { loadConfig } from '../src/infrastructure/config/config';
import type { Knex } from '../src/infrastructure/database/knex';
import { type Cipher, createCipher } from '../src/infrastructure/security/cipher';
import { findImportKind } from '../src/office/imports/kinds/import-kinds';
import { importFile } from '../src/office/imports/writing/import-file';
import { openEmptyDatabase } from './database';
import { median } from './pairs';

const ROWS = 100_000;
const PAIRS = 3;
const TARGET = 0.5;
/** The tables that a list of candidates ends up in. */
const TABLES = ['candidates', 'credentials'] as const;

interface Round {
  readonly seconds: number;
  /** Of it, what was spent on encryption and keyed hashes. */
  readonly sealing: number;
  readonly peakMegabytes: number;
}

/**
 * Imports a synthetic list of candidates, and copies the same final rows from files into the same indexed tables, in
 * turn. `--rows=1300000` measures a province, `--pairs=1` once.
 */
export async function measureImport(): Promise<void> {
  const rows = readOption('rows', ROWS);
  const rounds = readOption('pairs', PAIRS);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'zhiyuan-bench-import-'));
  const database = await openEmptyDatabase();
  try {
    await seedReference(database.knex);
    const list = path.join(folder, 'candidates.csv');
    await writeList(database.knex, list, rows);
    console.log(
      `import of ${rows} candidates, ${Math.round(statSync(list).size / 1_000_000)} MB of CSV, ${rounds} pairs`,
    );
    // A first round that does not count; it also gives the rows to copy.
    await importList(database.knex, list);
    const files = await takeRows(database.url, folder);
    const pairs: { app: Round; floor: number }[] = [];
    for (let pair = 0; pair < rounds; pair += 1) {
      await emptyTables(database.url);
      const app = await importList(database.knex, list);
      await emptyTables(database.url);
      pairs.push({ app, floor: await copyRows(database.url, files) });
    }
    tell(rows, pairs);
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function readOption(name: string, usual: number): number {
  return Number(new RegExp(`--${name}=(\\d+)`).exec(process.argv.join(' '))?.[1] ?? usual);
}

async function writeList(knex: Knex, file: string, rows: number): Promise<void> {
  const person = createPeople({ pack: await getActiveRulePack(knex), seed: 'bench', phones: true });
  function* lines() {
    yield `${peopleHeadings.join(',')}\r\n`;
    for (let index = 0; index < rows; index += 1) yield `${person(index).join(',')}\r\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
}

async function importList(knex: Knex, file: string): Promise<Round> {
  const kind = findImportKind('candidates');
  if (kind === null) throw new Error('there is no such kind');
  const { dataKey, indexKey } = loadConfig({}).secrets;
  const sealing = { ms: 0 };
  let peak = 0;
  const began = performance.now();
  const report = await importFile(
    { db: knex, clock: databaseClock, cipher: timeCipher(createCipher(dataKey, indexKey), sealing) },
    {
      kind,
      file: plainFile(file),
      fileName: path.basename(file),
      sheet: null,
      mapping: {},
      dryRun: false,
      by: { actorKind: 'operator', actorId: 'bench', origin: { address: '', device: '' } },
      onProgress: () => {
        peak = Math.max(peak, process.memoryUsage.rss());
      },
    },
  );
  if (!report.written)
    throw new Error(`the list was not written: ${JSON.stringify(report.faults.slice(0, 3))}`);
  return {
    seconds: (performance.now() - began) / 1000,
    sealing: sealing.ms / 1000,
    peakMegabytes: peak / 1_000_000,
  };
}

function timeCipher(cipher: Cipher, spent: { ms: number }): Cipher {
  const time = <T>(work: () => T): T => {
    const began = performance.now();
    const result = work();
    spent.ms += performance.now() - began;
    return result;
  };
  return {
    encrypt: (text, context) => time(() => cipher.encrypt(text, context)),
    decrypt: (sealed, context) => cipher.decrypt(sealed, context),
    encryptBytes: (plain, context) => cipher.encryptBytes(plain, context),
    decryptBytes: (sealed, context) => cipher.decryptBytes(sealed, context),
    head: (context) => cipher.head(context),
    blindIndex: (value, context) => time(() => cipher.blindIndex(value, context)),
  };
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Writes the rows of each table to a file, as \copy does. */
async function takeRows(url: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map(TABLES.map((table) => [table, path.join(folder, table)]));
  await withClient(url, async (client) => {
    for (const [table, file] of files)
      await pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(file));
  });
  return files;
}

/** The floor: the same rows into the same tables, from files, in one transaction. @returns seconds */
async function copyRows(url: string, files: ReadonlyMap<string, string>): Promise<number> {
  return withClient(url, async (client) => {
    const began = performance.now();
    await client.query('begin');
    for (const [table, file] of files)
      await pipeline(createReadStream(file), client.query(copyFrom(`copy ${table} from stdin`)));
    await client.query('commit');
    return (performance.now() - began) / 1000;
  });
}

async function emptyTables(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('rule_packs', 'windows', 'installations', 'clock_shifts', 'reference_versions', 'knex_migrations', 'knex_migrations_lock')",
    );
    const tables = rows.map(({ name }) => name);
    for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
    await client.query(`truncate ${tables.join(', ')}`);
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
  });
}

function tell(rows: number, pairs: readonly { app: Round; floor: number }[]): void {
  const whole = pairs.map(({ app, floor }) => floor / app.seconds);
  const apart = pairs.map(({ app, floor }) => floor / (app.seconds - app.sealing));
  const seconds = median(pairs.map(({ app }) => app.seconds));
  const sealing = median(pairs.map(({ app }) => app.sealing));
  const verdict = median(apart) >= TARGET ? `≥ ${TARGET} holds` : `BELOW ${TARGET}`;
  const spread = `pairs from ${Math.min(...apart).toFixed(2)} to ${Math.max(...apart).toFixed(2)}`;
  console.log(
    `import without encryption and hashing / \\copy: ${median(apart).toFixed(2)}, ${verdict} (${spread})`,
  );
  console.log(`import with them / \\copy: ${median(whole).toFixed(2)}`);
  console.log(
    `import ${Math.round(rows / seconds)} rows a second (${seconds.toFixed(1)} s, of it ${sealing.toFixed(1)} s encryption and hashing), ` +
      `\\copy ${Math.round(rows / median(pairs.map(({ floor }) => floor)))}`,
  );
  console.log(
    `memory of the importing process at most ${Math.round(Math.max(...pairs.map(({ app }) => app.peakMegabytes)))} MB`,
  );
}
