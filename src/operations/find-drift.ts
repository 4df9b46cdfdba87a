import type { Knex } from 'knex';
import { findLedgerIdentity } from '../domain/ledger/checkpoint.repository';
import { verifyTree } from '../domain/ledger/verify-tree';
import { type ChainPosition, compareWithGroups, verifyStretch } from '../domain/ledger/verify-versions';
import { atOneInstant } from '../domain/ledger/version-chain.repository';

/** What does not go together with what. */
export type DriftKind = 'versions' | 'groups' | 'acts' | 'ledger' | 'letters' | 'outbox' | 'coverage';

export interface Drift {
  readonly kind: DriftKind;
  /** Which row, and in which way: no name and no choice. */
  readonly subject: string;
}

/** Versions of which the hashes are computed anew at one look; the next look goes on behind them. */
const VERSIONS_A_LOOK = 20_000;
/** So many of one query are told; the others are of the same kind. */
const MOST = 20;

interface Look {
  readonly drifts: readonly Drift[];
  /** Where the next look goes on; null: from the beginning. */
  readonly position: ChainPosition | null;
}

/**
 * Looks at everything as it stood at one instant: versions against groups, counts and acts on record, the ledger
 * against its leaves, checkpoints and versions, letters and messages against what was saved, and 填报进度 against what it
 * counts. What an act writes it writes in one transaction, so nothing of it can be half there.
 */
export function findDrift(db: Knex, position: ChainPosition | null): Promise<Look> {
  return atOneInstant(db, (snapshot) => lookAround(snapshot, position));
}

/** The same in a transaction of somebody's own. */
export async function lookAround(snapshot: Knex.Transaction, position: ChainPosition | null): Promise<Look> {
  const drifts: Drift[] = [];
  const note = (kind: DriftKind, subject: string) => {
    if (drifts.filter((one) => one.kind === kind).length < MOST) drifts.push({ kind, subject });
  };
  const onFault: Parameters<typeof compareWithGroups>[1]['onFault'] = (fault) =>
    note(kindOf[fault.code] ?? 'versions', `${fault.candidateNumber} ${fault.group} ${fault.code}`);
  await compareWithGroups(snapshot, { onFault });
  const stretch = await verifyStretch(snapshot, position, VERSIONS_A_LOOK, onFault);
  await verifyTree(snapshot, await findLedgerIdentity(snapshot), {
    signal: new AbortController().signal,
    published: [],
    onFault: ({ place, code }) => note('ledger', `leaf ${place} ${code}`),
  });
  for (const { kind, sql } of QUERIES)
    for (const { subject } of (await snapshot.raw<{ rows: { subject: string }[] }>(sql)).rows)
      note(kind, subject);
  return { drifts, position: stretch.last };
}

const kindOf: Readonly<Record<string, DriftKind>> = {
  standing: 'groups',
  closing: 'groups',
  end: 'groups',
  abandonment: 'acts',
  acts: 'acts',
  leaf: 'ledger',
};

/** The counts of 填报进度 by county: what is counted of each candidate, folded or not yet. */
const COUNTED = `
  select county_code, measure, unit, sum(count) as count from (
    select county_code, measure, unit, count from coverage_counts where level = 'county'
    union all select county_code, measure, unit, change from coverage_deltas) counted
   where measure not in ('registered', 'signedIn', 'factor') group by 1, 2, 3`;

/** Letters and messages from here on are there; of those before some are over (LETTER_DAYS, MESSAGE_DAYS). */
const KEPT_SINCE = "clock_timestamp() - interval '180 days'";

const QUERIES: readonly { readonly kind: DriftKind; readonly sql: string }[] = [
  {
    // What is saved has its leaf within a minute, and none is passed over.
    kind: 'ledger',
    sql: `select 'version ' || v.id || ' has no leaf' as subject from application_versions v
           where v.id < (select max(version_id) from ledger_leaves
                          where taken_at < clock_timestamp() - interval '2 minutes')
             and not exists (select from ledger_leaves l where l.version_id = v.id) limit ${MOST}`,
  },
  {
    kind: 'ledger',
    sql: `select 'leaf ' || l.leaf_index || ' is of another version' as subject
            from ledger_leaves l join application_versions v on v.id = l.version_id
           where l.content::json ->> 11 is distinct from encode(v.hash, 'hex') limit ${MOST}`,
  },
  {
    // Each save of its owner, and each list from paper, is told by a letter.
    kind: 'letters',
    sql: `select 'candidate ' || saved.candidate_id || ': ' || saved.count || ' saves, ' || coalesce(told.count, 0) || ' letters' as subject
            from (select candidate_id, count(*) from application_versions
                   where actor_kind in ('candidate', 'paper') group by 1) saved
            left join (select candidate_id, count(*) from mails
                        where kind in ('choiceListSaved', 'paperListSaved') group by 1) told using (candidate_id)
           where saved.count <> coalesce(told.count, 0)
             and not exists (select from application_versions v join ledger_leaves l on l.version_id = v.id
                              where v.candidate_id = saved.candidate_id and l.taken_at < ${KEPT_SINCE}) limit ${MOST}`,
  },
  {
    // Whoever has had the same phone since then was told by a message too.
    kind: 'outbox',
    sql: `select 'candidate ' || c.id || ': ' || told.count || ' letters, ' || coalesce(sent.count, 0) || ' messages' as subject
            from candidates c
            join lateral (select count(*) from mails m where m.candidate_id = c.id
                            and m.kind in ('choiceListSaved', 'paperListSaved') and m.written_at > c.phone_bound_at
                            and m.written_at > ${KEPT_SINCE}) told on true
            left join lateral (select count(*) from outbox_messages o where o.candidate_id = c.id
                            and o.kind in ('choiceListSaved', 'paperListSaved')) sent on true
           where c.phone_bound_at is not null and told.count > coalesce(sent.count, 0) limit ${MOST}`,
  },
  {
    kind: 'outbox',
    sql: `select 'message ' || id || ' waits and says nothing' as subject from outbox_messages
           where sent_at is null and given_up_at is null and text_cipher is null limit ${MOST}`,
  },
  {
    // Who was touched since the last folding is counted by the next.
    kind: 'coverage',
    sql: `select 'candidate ' || coalesce(now.candidate_id, f.candidate_id) || ' is counted otherwise' as subject
            from (select found.candidate_id, array_agg(distinct found.fact order by found.fact) as facts from (
                    select g.candidate_id, c.measure || ' ' || c.unit as fact from application_groups g
                      cross join lateral list_group_coverage(g.group_code, g.current_batch_code, g.saves_used, g.current_version_id, g.abandoned_at) c
                    union all
                    select g.candidate_id, 'confirmed ' || g.current_batch_code from application_groups g
                     where g.abandoned_at is null and g.current_version_id is not null
                       and g.confirmed_ordinal = g.last_ordinal
                    union all
                    select d.candidate_id, 'draft ' || d.batch_code from application_drafts d
                     where not exists (select from application_groups g
                       where g.candidate_id = d.candidate_id and g.current_batch_code = d.batch_code)) found
                   group by 1) now
            full join (select candidate_id, array(select fact from unnest(facts) fact
                         where split_part(fact, ' ', 1) <> 'elsewhere' order by fact) as facts from coverage_filings) f
              using (candidate_id)
           where coalesce(now.facts, '{}') <> coalesce(f.facts, '{}')
             and coalesce(now.candidate_id, f.candidate_id) not in (select candidate_id from coverage_touched)
           limit ${MOST}`,
  },
  {
    kind: 'coverage',
    sql: `with counted as (${COUNTED}), due as (
            select county_code, split_part(fact, ' ', 1) as measure, split_part(fact, ' ', 2) as unit, count(*) as count
              from coverage_filings cross join lateral unnest(facts) as fact group by 1, 2, 3)
          select concat_ws(' ', county_code, measure, unit, 'counts', coalesce(counted.count, 0), 'of', coalesce(due.count, 0)) as subject
            from counted full join due using (county_code, measure, unit)
           where coalesce(counted.count, 0) <> coalesce(due.count, 0) limit ${MOST}`,
  },
];
