import type { Knex } from 'knex';
import type { SavedBody } from '../../domain/choice-lists/canonical-body';
import { withoutTimeLimit } from '../../infrastructure/database/knex';

/** One list in force. */
export interface FinalList {
  readonly candidateId: number;
  readonly group: string;
  readonly candidateNumber: string;
  readonly name: string;
  /** 科类 of the rule pack. */
  readonly track: string;
  readonly countyCode: string;
  readonly countyName: string;
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly className: string;
  readonly batch: string;
  readonly ordinal: number;
  readonly saveNumber: number;
  readonly savedAt: Date;
  readonly hash: Buffer;
  readonly body: SavedBody;
}

/** A batch, and the group under which it is given up. */
export interface ExportedBatch {
  readonly code: string;
  readonly abandonGroup: string;
  /** Only lists count that their owner has confirmed finally. */
  readonly confirmedOnly: boolean;
}

const FROM = `
  from application_groups g
  join unnest(?::text[], ?::text[], ?::boolean[]) as asked (batch, abandon, confirmed_only)
    on asked.batch = g.current_batch_code
 where g.current_version_id is not null and g.abandoned_at is null
   and (not asked.confirmed_only or g.confirmed_ordinal = g.last_ordinal)
   and not exists (select from application_groups given where given.candidate_id = g.candidate_id
                      and given.group_code = asked.abandon and given.abandoned_at is not null)`;

const bind = (batches: readonly ExportedBatch[]) => [
  batches.map(({ code }) => code),
  batches.map(({ abandonGroup }) => abandonGroup),
  batches.map(({ confirmedOnly }) => confirmedOnly),
];

export async function countFinalLists(db: Knex, batches: readonly ExportedBatch[]): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count ${FROM}`,
    bind(batches),
  );
  return rows[0]?.count ?? 0;
}

/** Reads within one snapshot, so that several passes see the same lists. */
export function readSteadily<T>(db: Knex, work: (snapshot: Knex.Transaction) => Promise<T>): Promise<T> {
  const run = async (snapshot: Knex.Transaction) => {
    await withoutTimeLimit(snapshot);
    return work(snapshot);
  };
  return db.transaction(run, { isolationLevel: 'repeatable read', readOnly: true });
}

/** Every list in force of some batches, by candidate, page by page. */
export async function* listFinalLists(
  snapshot: Knex,
  batches: readonly ExportedBatch[],
): AsyncGenerator<FinalList> {
  const limit = 500;
  let candidate = 0;
  let group = '';
  for (;;) {
    const { rows } = await snapshot.raw<{ rows: (FinalList & { canonicalBody: string })[] }>(
      `select g.candidate_id as "candidateId", g.group_code as "group", c.candidate_number as "candidateNumber",
              c.name, c.track, c.county_code as "countyCode", c.county_name as "countyName",
              c.school_code as "schoolCode", c.school_name as "schoolName", c.class_name as "className",
              v.batch_code as batch, v.ordinal, v.save_number as "saveNumber", v.saved_at as "savedAt",
              v.hash, v.canonical_body as "canonicalBody"
         from (select g.candidate_id, g.group_code, g.current_version_id ${FROM}
                  and (g.candidate_id, g.group_code) > (?, ?)
                order by g.candidate_id, g.group_code limit ?) g
         join application_versions v on v.id = g.current_version_id
         join candidates c on c.id = g.candidate_id
        order by g.candidate_id, g.group_code`,
      [...bind(batches), candidate, group, limit],
    );
    for (const { canonicalBody, ...row } of rows) yield { ...row, body: JSON.parse(canonicalBody) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return;
    candidate = last.candidateId;
    group = last.group;
  }
}
