import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { computeCheckValue, hashBody } from '../../../src/domain/choice-lists/canonical-body';
import { writeVerifier } from '../../../src/domain/ledger/checkpoint';
import { findLedgerIdentity } from '../../../src/domain/ledger/checkpoint.repository';
import { exportLedger } from '../../../src/domain/ledger/export-ledger';
import { hashLeaf } from '../../../src/domain/ledger/merkle-tree';
import { verifyLedger } from '../../../src/domain/ledger/verify-ledger';
import { writeReliability } from '../../support/reliability';
import { getProgram } from '../../support/system-packages';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { type Draw, drawFrom, playActs } from './sample-ledger';

const LONG = process.env.LONG !== undefined;
const LEDGERS = LONG ? 20 : 2;
const TAMPERS_EACH = LONG ? 25 : 11;
const ACTS = LONG ? 160 : 60;
const SCRIPT = path.resolve(__dirname, '../../../deploy/verify-ledger.py');

/** A row of a table, as it is. */
type Row = Readonly<Record<string, never>>;

const signal = new AbortController().signal;
const pick = <T>(all: readonly T[], draw: Draw): T => all[draw(all.length)] as T;

async function pickVersion(db: Knex, draw: Draw, where = 'true') {
  const rows = await db('application_versions').whereRaw(where).orderBy('id');
  return pick(rows, draw);
}

const own = ({ candidate_id, group_code }: Row) => ({ candidate_id, group_code });

/** Header and body hashed anew, as the application would. */
async function rehash(db: Knex, row: Row): Promise<Buffer> {
  const { candidate_number: candidateNumber } = await db('candidates')
    .where({ id: row.candidate_id })
    .first();
  const v = row as never as Record<string, string> & { saved_at: Date; previous_hash: Buffer; nonce: Buffer };
  return computeCheckValue(
    {
      candidateNumber,
      group: v.group_code ?? '',
      ordinal: Number(v.ordinal),
      saveNumber: Number(v.save_number),
      batch: v.batch_code ?? '',
      pack: v.pack_code ?? '',
      packVersion: Number(v.pack_version),
      savedAt: v.saved_at.toISOString(),
      actor: `${v.actor_kind} ${v.actor_id}`,
      address: v.address ?? '',
      device: v.device ?? '',
      closes: row.closes ?? null,
    },
    v.canonical_body ?? '',
    v.previous_hash,
    v.nonce,
  );
}

const NEWEST =
  'id in (select current_version_id from application_groups where current_version_id is not null)';
const CLOSED = `(candidate_id, group_code, ordinal) in (
  select candidate_id, group_code, last_ordinal from application_groups
   where current_version_id is null and last_ordinal > 0)`;

/** What a superuser may do, each so that what the database says agrees with itself as far as that can be done. */
const tampers: Readonly<Record<string, (db: Knex, draw: Draw) => Promise<unknown>>> = {
  async 'an older version in force'(db, draw) {
    const older = await pickVersion(db, draw, `not ${NEWEST}`);
    await db('application_groups').where(own(older)).update({ current_version_id: older.id });
  },
  async 'the count set back'(db, draw) {
    const { candidate_id, group_code } = await pickVersion(db, draw);
    await db('application_groups').where({ candidate_id, group_code }).decrement('saves_used');
  },
  async 'given up, or not'(db, draw) {
    const { candidate_id, group_code } = await pickVersion(db, draw);
    await db('application_groups')
      .where({ candidate_id, group_code })
      .update({ abandoned_at: db.raw('case when abandoned_at is null then now() end') });
  },
  async 'given up, with an act and a line of the log'(db, draw) {
    const { candidate_id, group_code } = await pickVersion(
      db,
      draw,
      `(candidate_id, group_code) in (select candidate_id, group_code from application_groups where abandoned_at is not null)`,
    );
    await db('application_groups').where({ candidate_id, group_code }).update({ abandoned_at: null });
    await db('group_acts').where({ candidate_id, group_code, kind: 'abandoned' }).delete();
    await db('audit_entries')
      .where({ actor_id: String(candidate_id), action: 'abandonGroup' })
      .delete();
  },
  async 'the newest changed and hashed anew'(db, draw) {
    const row = await pickVersion(db, draw, NEWEST);
    const canonical_body = row.canonical_body.replace('2021', '2022');
    const hash = await rehash(db, { ...row, canonical_body });
    await db('application_versions').where({ id: row.id }).update({ canonical_body, hash });
    await db('save_attempts')
      .whereRaw(`detail ->> 'version' = ?`, [String(row.id)])
      .update({ body_hash: hashBody(canonical_body) });
  },
  async 'the tail cut with its group row'(db, draw) {
    const row = await pickVersion(db, draw, NEWEST);
    const before = await db('application_versions')
      .where({ ...own(row), ordinal: row.ordinal - 1 })
      .first();
    await db('application_groups').where(own(row)).update({ current_version_id: null });
    if (before === undefined) await db('application_groups').where(own(row)).delete();
    else
      await db('application_groups').where(own(row)).update({
        current_version_id: before.id,
        last_ordinal: before.ordinal,
        saves_used: before.save_number,
      });
    await db('application_versions').where({ id: row.id }).delete();
    await db('save_attempts')
      .whereRaw(`detail ->> 'version' = ?`, [String(row.id)])
      .delete();
  },
  async 'a whole history removed'(db, draw) {
    const { candidate_id } = await pickVersion(db, draw);
    for (const table of ['application_groups', 'application_versions', 'save_attempts', 'group_acts'])
      await db(table).where({ candidate_id }).delete();
    await db('audit_entries')
      .where({ actor_id: String(candidate_id) })
      .delete();
  },
  async 'a history removed with its leaves, those behind moved up'(db, draw) {
    const { candidate_id } = await pickVersion(db, draw);
    await db.raw(
      `delete from ledger_leaves where version_id in (select id from application_versions where candidate_id = ?)
          or act_id in (select id from group_acts where candidate_id = ?)`,
      [candidate_id, candidate_id],
    );
    for (const table of ['application_groups', 'application_versions', 'save_attempts', 'group_acts'])
      await db(table).where({ candidate_id }).delete();
    await db('audit_entries')
      .where({ actor_id: String(candidate_id) })
      .delete();
    await db('ledger_leaves').update({ leaf_index: db.raw('leaf_index + 1000000') });
    await db.raw(
      `update ledger_leaves l set leaf_index = n.place - 1
         from (select leaf_index, row_number() over (order by leaf_index) as place from ledger_leaves) n
        where n.leaf_index = l.leaf_index`,
    );
  },
  async 'a form that is another'(db, draw) {
    const row = await pickVersion(db, draw);
    const form_token = `${row.form_token}0`;
    await db('application_versions').where({ id: row.id }).update({ form_token });
    await db('save_attempts')
      .whereRaw(`detail ->> 'version' = ?`, [String(row.id)])
      .update({ form_token });
  },
  async 'a list that was closed put back in force'(db, draw) {
    const row = await pickVersion(db, draw, CLOSED);
    await db('application_groups')
      .where(own(row))
      .update({ current_version_id: row.id, current_batch_code: row.batch_code });
  },
  async 'a list put back, and nothing said of it where it was closed'(db, draw) {
    const row = await pickVersion(db, draw, CLOSED);
    await db('application_groups')
      .where(own(row))
      .update({ current_version_id: row.id, current_batch_code: row.batch_code });
    const closers = await db('application_versions')
      .where({ candidate_id: row.candidate_id })
      .whereNotNull('closes');
    for (const closer of closers)
      await db('application_versions')
        .where({ id: closer.id })
        .update({ closes: null, hash: await rehash(db, { ...closer, closes: null }) });
  },
  async 'a list closed that nobody closed'(db, draw) {
    const row = await pickVersion(db, draw, NEWEST);
    await db('application_groups')
      .where(own(row))
      .update({ current_version_id: null, current_batch_code: null });
  },
  async 'a list that nobody confirmed called confirmed'(db, draw) {
    const row = await pickVersion(db, draw, NEWEST);
    await db('application_groups')
      .where(own(row))
      .update({ confirmed_ordinal: db.raw('case when confirmed_ordinal is null then last_ordinal end') });
  },
  async 'a bit of a version'(db, draw) {
    const row = await pickVersion(db, draw);
    const column = pick(['canonical_body', 'previous_hash', 'nonce', 'hash', 'address', 'actor_id'], draw);
    const value: Buffer | string = row[column];
    const bytes = Buffer.from(value);
    const at = draw(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const changed = typeof value === 'string' ? bytes.toString('utf8') : bytes;
    await db('application_versions')
      .where({ id: row.id })
      .update({ [column]: changed });
  },
  async 'two bodies swapped'(db, draw) {
    const one = await pickVersion(db, draw);
    const other = await pickVersion(db, draw, `id <> ${one.id}`);
    await db('application_versions').where({ id: one.id }).update({ canonical_body: other.canonical_body });
    await db('application_versions').where({ id: other.id }).update({ canonical_body: one.canonical_body });
  },
  async 'a save that nobody gave'(db, draw) {
    const row = await pickVersion(db, draw);
    await db('application_groups').where(own(row)).increment('granted_saves');
  },
  async 'a save that was given, and its act, taken back'(db, draw) {
    const acts = await db('group_acts').where({ kind: 'granted' });
    const act = pick(acts, draw);
    await db('group_acts').where({ id: act.id }).delete();
    await db('application_groups').where(own(act)).decrement('granted_saves');
  },
  async 'an act of another time'(db, draw) {
    const act = pick(await db('group_acts').orderBy('id'), draw);
    const at = new Date(act.at.getTime() + 1000);
    await db('group_acts').where({ id: act.id }).update({ at });
    const column = act.kind === 'granted' ? 'last_granted_at' : 'abandoned_at';
    await db('application_groups')
      .where(own(act))
      .update({ [column]: at });
  },
  async 'a version changed with its leaf'(db, draw) {
    const row = await pickVersion(db, draw);
    const leaf = await db('ledger_leaves').where({ version_id: row.id }).first();
    const hash = await rehash(db, { ...row, canonical_body: `${row.canonical_body} ` } as never);
    const content = leaf.content.replace(row.hash.toString('hex'), hash.toString('hex'));
    await db('application_versions')
      .where({ id: row.id })
      .update({ canonical_body: `${row.canonical_body} `, hash });
    await db('ledger_leaves')
      .where({ version_id: row.id })
      .update({ content, hash: hashLeaf(content) });
    await db('application_versions').where({ previous_hash: row.hash }).update({ previous_hash: hash });
  },
  async 'the end of the ledger cut off with its checkpoints'(db, draw) {
    const last = await db('application_versions').orderBy('id', 'desc').first();
    await this['the tail cut with its group row']?.(db, (most) => Math.min(most - 1, draw(most)));
    const gone = await db('ledger_leaves')
      .whereNotNull('version_id')
      .whereNotIn('version_id', db('application_versions').select('id'))
      .first();
    await db('ledger_leaves')
      .where('leaf_index', '>=', gone?.leaf_index ?? last.id)
      .delete();
    await db('ledger_checkpoints')
      .where('size', '>', gone?.leaf_index ?? 0)
      .delete();
  },
  async 'a leaf gone'(db, draw) {
    const row = await pickVersion(db, draw);
    await db('ledger_leaves').where({ version_id: row.id }).delete();
  },
  async 'a root changed'(db, draw) {
    const checkpoint = pick(await db('ledger_checkpoints').orderBy('size'), draw);
    const note = checkpoint.note.replace(
      /\n([A-Za-z0-9+/])/g,
      (_all: string, first: string) => `\n${first === 'A' ? 'B' : 'A'}`,
    );
    await db('ledger_checkpoints').where({ size: checkpoint.size }).update({ note });
  },
};

const TABLES = [
  'application_versions',
  'application_groups',
  'save_attempts',
  'audit_entries',
  'group_acts',
  'ledger_leaves',
  'ledger_nodes',
  'ledger_checkpoints',
];

/** Faults by both verifiers: that of the application, and the one that shares no line with it. */
async function check(db: Knex, folder: string, published: readonly string[]) {
  const faults: string[] = [];
  await verifyLedger(db, {
    signal,
    published,
    onVersionFault: ({ code }) => faults.push(code),
    onTreeFault: ({ code }) => faults.push(code),
    onProgress: () => undefined,
  });
  const lines: string[] = [];
  await exportLedger(db, async (line) => void lines.push(line), { signal, onProgress: () => undefined });
  const file = path.join(folder, 'export');
  writeFileSync(file, lines.join(''));
  const { status, stdout, stderr } = spawnSync(
    getProgram('python3'),
    [SCRIPT, file, '--witness', path.join(folder, 'witness')],
    { encoding: 'utf8' },
  );
  return { faults, alone: status, said: stdout + stderr };
}

describe('what a superuser changes in what was saved', () => {
  let folder: string;
  const found = new Map<string, number>();
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    const total = [...found.values()].reduce((sum, count) => sum + count, 0);
    if (total === LEDGERS * TAMPERS_EACH)
      writeReliability({
        promise: 'P4',
        test: 'test/domain/ledger/tampering.property.test.ts',
        figures: [
          ['clean ledgers, found right by both verifiers', LEDGERS],
          ['tampers by a superuser', total],
          ['found by zhiyuan verify, and by verify-ledger.py', total],
        ],
        planted: [...found].map(([name, count]) => [name, `both, ${count} of ${count}`]),
      });
  });

  async function openLedger(seed: number): Promise<{ database: TestDatabase; published: readonly string[] }> {
    const database = await createTestDatabase({ demo: true });
    const candidates = await database.knex('candidates').orderBy('id').limit(12).pluck('id');
    await playActs(database.knex, candidates, ACTS, drawFrom(seed));
    const published: string[] = await database.knex('ledger_checkpoints').orderBy('size').pluck('note');
    const identity = await findLedgerIdentity(database.knex);
    const verifier = identity && writeVerifier(identity.origin, identity.publicKey);
    const lines = [{ verifier }, ...published.map((note) => ({ note }))];
    writeFileSync(path.join(folder, 'witness'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return { database, published };
  }

  it.each(Array.from({ length: LEDGERS }, (_none, at) => at))(
    'is found in ledger %i each time, and nothing where nothing was',
    async (at) => {
      const { database, published } = await openLedger(at + 1);
      const { knex } = database;
      const draw = drawFrom(1000 + at);
      const names = Object.keys(tampers);
      try {
        const clean = await check(knex, folder, published);
        expect([clean.faults, clean.alone, clean.said]).toEqual([
          [],
          0,
          expect.stringContaining('all is right'),
        ]);
        for (let turn = 0; turn < TAMPERS_EACH; turn += 1) {
          const name = names[(at * TAMPERS_EACH + turn) % names.length] ?? '';
          await knex
            .transaction(async (transaction) => {
              for (const table of TABLES)
                await transaction.raw('alter table ?? disable trigger user', [table]);
              await transaction.raw(
                'alter table application_groups drop constraint application_groups_current_version_id_fkey',
              );
              await tampers[name]?.call(tampers, transaction, draw);
              const seen = await check(transaction, folder, published);
              expect([name, seen.faults.length > 0, seen.alone, seen.said]).toEqual([
                name,
                true,
                1,
                expect.anything(),
              ]);
              found.set(name, (found.get(name) ?? 0) + 1);
              await transaction.rollback();
            })
            .catch((error: unknown) => {
              if (!(error instanceof Error) || !error.message.includes('rejected')) throw error;
            });
        }
      } finally {
        await database.drop();
      }
    },
    LONG ? 600_000 : 90_000,
  );
});
