import type { Knex } from 'knex';
import type { ConcernedList } from './concerned-list';
import type { ListFate } from './judge-list';
import { queryStanding, TRIED_ON } from './saved-list.repository';

type TrialState = 'running' | 'stopped' | 'failed' | 'done';

/** A pack tried on every saved list, beside the pack in force and what stood in the plan. */
export interface Trial {
  readonly id: number;
  readonly packId: number;
  readonly replacesId: number;
  /** Holds for this count of changes (`reference_versions`). */
  readonly reference: number;
  readonly state: TrialState;
  /** Saved lists at its start. */
  readonly total: number;
  readonly tried: number;
  /** It says that it runs, and nobody has worked on it for a minute. */
  readonly silent: boolean;
}

/** What a trial is of: each change of packs, windows or plan asks for another. */
type TrialSubject = Pick<Trial, 'packId' | 'replacesId' | 'reference'>;

const SILENT = "heartbeat_at < clock_timestamp() - interval '60 seconds'";

const selectTrials = (db: Knex) =>
  db('rule_pack_trials').select({
    id: 'id',
    packId: 'pack_id',
    replacesId: 'replaces_id',
    reference: 'reference',
    state: 'state',
    total: 'total',
    tried: 'tried',
    silent: db.raw(`state = 'running' and ${SILENT}`),
  });

type Row = Omit<Trial, 'id' | 'packId' | 'replacesId' | 'reference'> &
  Record<'id' | 'packId' | 'replacesId' | 'reference', string>;

const toTrial = (row: Row): Trial => ({
  ...row,
  id: Number(row.id),
  packId: Number(row.packId),
  replacesId: Number(row.replacesId),
  reference: Number(row.reference),
});

const columnsOf = ({ packId, replacesId, reference }: TrialSubject) => ({
  pack_id: packId,
  replaces_id: replacesId,
  reference,
});

export async function findTrial(db: Knex, subject: TrialSubject): Promise<Trial | null> {
  const row: Row | undefined = await selectTrials(db).where(columnsOf(subject)).first();
  return row === undefined ? null : toTrial(row);
}

export async function findTrialById(db: Knex, id: number): Promise<Trial | null> {
  const row: Row | undefined = await selectTrials(db).where({ id }).first();
  return row === undefined ? null : toTrial(row);
}

/** Begins a trial in place of whatever was tried of the pack before. @returns its id; null where this one stands. */
export async function insertTrial(
  transaction: Knex.Transaction,
  subject: TrialSubject,
  total: number,
): Promise<number | null> {
  await transaction('rule_pack_trials')
    .where({ pack_id: subject.packId })
    .whereNot((same) => same.where(columnsOf(subject)))
    .delete();
  const [row] = await transaction('rule_pack_trials')
    .insert({ ...columnsOf(subject), total })
    .onConflict(['pack_id', 'replaces_id', 'reference'])
    .ignore()
    .returning('id');
  return row === undefined ? null : Number(row.id);
}

/** Lets one that was stopped, failed or fell silent go on. @returns how many rows changed. */
export async function resumeTrial(transaction: Knex.Transaction, id: number): Promise<number> {
  return transaction('rule_pack_trials')
    .where({ id })
    .andWhere((idle) =>
      idle
        .whereIn('state', ['stopped', 'failed'])
        .orWhere((running) => running.where({ state: 'running' }).whereRaw(SILENT)),
    )
    .update({ state: 'running', runner: null, heartbeat_at: transaction.raw('clock_timestamp()') });
}

/** Takes a running trial for a process: its own, or one that nobody works on. @returns how many rows changed. */
export async function claimTrial(db: Knex, id: number, runner: string): Promise<number> {
  return db('rule_pack_trials')
    .where({ id, state: 'running' })
    .andWhere((free) => free.whereNull('runner').orWhere({ runner }).orWhereRaw(SILENT))
    .update({ runner, heartbeat_at: db.raw('clock_timestamp()') });
}

/** Changes the state of one that runs. @returns how many rows changed: 0 where it does not run any more. */
export async function endTrial(db: Knex, id: number, state: Exclude<TrialState, 'running'>): Promise<number> {
  return db('rule_pack_trials').where({ id, state: 'running' }).update({ state, runner: null });
}

/** One list that was tried. */
interface TriedList {
  readonly versionId: number;
  readonly triedOn: string;
  readonly fate: ListFate | null;
}

/** Keeps what was found. @returns false where the trial was stopped or taken over; nothing is kept then. */
export async function insertTried(
  transaction: Knex.Transaction,
  id: number,
  runner: string,
  lists: readonly TriedList[],
): Promise<boolean> {
  const claimed = await transaction('rule_pack_trials')
    .where({ id, state: 'running', runner })
    .update({
      tried: transaction.raw('tried + ?', [lists.length]),
      heartbeat_at: transaction.raw('clock_timestamp()'),
    });
  if (claimed !== 1) return false;
  await transaction.raw(
    `insert into rule_pack_trial_lists (trial_id, version_id, tried_on, fate)
     select ?, t.version_id, t.tried_on, nullif(t.fate, '')::json
     from unnest(?::bigint[], ?::text[], ?::text[]) as t (version_id, tried_on, fate)
     on conflict (trial_id, version_id) do update set tried_on = excluded.tried_on, fate = excluded.fate`,
    [
      id,
      lists.map(({ versionId }) => versionId),
      lists.map(({ triedOn }) => triedOn),
      lists.map(({ fate }) => (fate === null ? '' : JSON.stringify(fate))),
    ],
  );
  return true;
}

/** Of lists that still stand as they were tried: how many by batch, and those that would be worse off. */
export interface TriedLists {
  readonly counts: ReadonlyMap<string, number>;
  readonly concerned: readonly ConcernedList[];
}

/** Reads every list that a trial has kept. */
export async function listTried(db: Knex, trialId: number): Promise<TriedLists> {
  const query = () =>
    queryStanding(db)
      .join('rule_pack_trial_lists as t', 't.version_id', 'g.current_version_id')
      .where('t.trial_id', trialId)
      .whereRaw(`t.tried_on = ${TRIED_ON}`);
  const counts: { batch: string; count: number }[] = await query()
    .groupBy('g.current_batch_code')
    .select({ batch: 'g.current_batch_code', count: db.raw('count(*)::int') });
  const rows: (Omit<ConcernedList, 'candidateId' | 'versionId'> &
    Record<'candidateId' | 'versionId', string>)[] = await query().whereNotNull('t.fate').select({
    candidateId: 'g.candidate_id',
    candidateNumber: 'c.candidate_number',
    group: 'g.group_code',
    batch: 'g.current_batch_code',
    versionId: 't.version_id',
    fate: 't.fate',
  });
  return {
    counts: new Map(counts.map(({ batch, count }) => [batch, count])),
    concerned: rows.map((row) => ({
      ...row,
      candidateId: Number(row.candidateId),
      versionId: Number(row.versionId),
    })),
  };
}

/** Of the lists that would be worse off, the versions that do not stand any more as they were tried. */
export async function listFallen(db: Knex, trialId: number): Promise<readonly number[]> {
  const ids: string[] = await db('rule_pack_trial_lists as t')
    .where('t.trial_id', trialId)
    .whereNotNull('t.fate')
    .whereNotExists(
      queryStanding(db)
        .whereRaw('g.current_version_id = t.version_id')
        .whereRaw(`t.tried_on = ${TRIED_ON}`)
        .select(db.raw('1')),
    )
    .pluck('t.version_id');
  return ids.map(Number);
}
