import type { Knex } from 'knex';
import { unlessTaken } from '../../infrastructure/database/unique-violation';
import type { ChoiceList } from '../../rules/filing/choice-list';

/** What one officer typed. */
interface PaperEntry {
  readonly half: 1 | 2;
  readonly officerId: number;
  readonly officerName: string;
  /** Normalised; null once the draft is closed. */
  readonly choices: ChoiceList | null;
  readonly enteredAt: Date;
}

/** A list on paper that is being typed in, and what became of it. */
export interface PaperDraft {
  readonly id: number;
  readonly candidateId: number;
  readonly countyCode: string;
  readonly batch: string;
  /** Last ordinal of the group when the paper came in. */
  readonly afterOrdinal: number;
  readonly begunBy: string;
  readonly begunAt: Date;
  readonly outcome: 'saved' | 'withdrawn' | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  readonly withdrawalReason: string | null;
  /** At most two, the first half first. */
  readonly entries: readonly PaperEntry[];
}

const columns = {
  id: 'd.id',
  candidateId: 'd.candidate_id',
  countyCode: 'd.county_code',
  batch: 'd.batch_code',
  afterOrdinal: 'd.after_ordinal',
  begunBy: 'a.name',
  begunAt: 'd.begun_at',
  outcome: 'd.outcome',
  closedBy: 'b.name',
  closedAt: 'd.closed_at',
  withdrawalReason: 'd.withdrawal_reason',
} as const;

const selectDrafts = (db: Knex) =>
  db('paper_drafts as d')
    .join('officers as a', 'a.id', 'd.begun_by')
    .leftJoin('officers as b', 'b.id', 'd.closed_by')
    .select(columns);

type DraftRow = Omit<PaperDraft, 'entries'>;

async function addEntries(db: Knex, rows: readonly DraftRow[]): Promise<PaperDraft[]> {
  const entries: (PaperEntry & { draftId: number })[] = await db('paper_entries as e')
    .join('officers as o', 'o.id', 'e.officer_id')
    .whereIn(
      'e.draft_id',
      rows.map(({ id }) => id),
    )
    .orderBy('e.half')
    .select({
      draftId: 'e.draft_id',
      half: 'e.half',
      officerId: 'e.officer_id',
      officerName: 'o.name',
      choices: 'e.choices',
      enteredAt: 'e.entered_at',
    });
  return rows.map((row) => ({ ...row, entries: entries.filter(({ draftId }) => draftId === row.id) }));
}

/** Drafts of a county: those that are open first, then the newest. */
export async function listPaperDrafts(
  db: Knex,
  countyCode: string,
  limit: number | null,
): Promise<PaperDraft[]> {
  const query = selectDrafts(db)
    .where('d.county_code', countyCode)
    .orderByRaw('d.closed_at is not null')
    .orderBy('d.id', 'desc');
  return addEntries(db, await (limit === null ? query : query.limit(limit)));
}

/** Open drafts of one candidate. */
export async function listOpenDrafts(
  db: Knex,
  countyCode: string,
  candidateId: number,
): Promise<PaperDraft[]> {
  const rows = await selectDrafts(db)
    .where({ 'd.county_code': countyCode, 'd.candidate_id': candidateId })
    .whereNull('d.closed_at')
    .orderBy('d.id');
  return addEntries(db, rows);
}

export async function findPaperDraft(db: Knex, id: number): Promise<PaperDraft | null> {
  const [draft] = await addEntries(db, await selectDrafts(db).where('d.id', id));
  return draft ?? null;
}

/** One draft, its row locked until the transaction ends. */
export async function lockPaperDraft(transaction: Knex.Transaction, id: number): Promise<PaperDraft | null> {
  await transaction('paper_drafts').where({ id }).forUpdate().first('id');
  return findPaperDraft(transaction, id);
}

interface NewPaperDraft {
  readonly candidateId: number;
  readonly countyCode: string;
  readonly batch: string;
  readonly afterOrdinal: number;
  readonly begunBy: number;
}

/** @returns the new id; null where one for this batch is open already. */
export async function insertPaperDraft(
  transaction: Knex.Transaction,
  draft: NewPaperDraft,
): Promise<number | null> {
  return unlessTaken(transaction, async (nested) => {
    const [row] = await nested('paper_drafts')
      .insert({
        candidate_id: draft.candidateId,
        county_code: draft.countyCode,
        batch_code: draft.batch,
        after_ordinal: draft.afterOrdinal,
        begun_by: draft.begunBy,
      })
      .returning('id');
    return row.id;
  });
}

/** Keeps what an officer typed as this half, in place of what they typed before. */
export async function putPaperEntry(
  transaction: Knex.Transaction,
  draftId: number,
  entry: { readonly half: 1 | 2; readonly officerId: number; readonly choices: ChoiceList },
): Promise<void> {
  await transaction('paper_entries')
    .insert({
      draft_id: draftId,
      half: entry.half,
      officer_id: entry.officerId,
      choices: JSON.stringify(entry.choices),
      entered_at: transaction.raw('clock_timestamp()'),
    })
    .onConflict(['draft_id', 'officer_id'])
    .merge(['choices', 'entered_at']);
}

type PaperEnd =
  | { readonly outcome: 'saved'; readonly by: number; readonly versionId: number }
  | { readonly outcome: 'withdrawn'; readonly by: number; readonly reason: string };

/** Closes a draft and takes away what was typed. @returns how many rows changed: 0 where it was closed already. */
export async function closePaperDraft(
  transaction: Knex.Transaction,
  id: number,
  end: PaperEnd,
): Promise<number> {
  const changed = await transaction('paper_drafts')
    .where({ id })
    .whereNull('closed_at')
    .update({
      outcome: end.outcome,
      closed_by: end.by,
      closed_at: transaction.raw('clock_timestamp()'),
      version_id: end.outcome === 'saved' ? end.versionId : null,
      withdrawal_reason: end.outcome === 'withdrawn' ? end.reason : null,
    });
  if (changed === 1) await transaction('paper_entries').where({ draft_id: id }).update({ choices: null });
  return changed;
}
