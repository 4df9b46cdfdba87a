import type { Knex } from 'knex';
import { type Clock, NOW } from '../../infrastructure/clock';
import {
  defineNamedStatement,
  joinParts,
  type Part,
  readPart,
} from '../../infrastructure/database/named-values';
import { send } from '../../infrastructure/database/statement';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import {
  type ApplicationGroup,
  groupParts,
  type HeldList,
  readGroup,
  SELECT_ABANDONED,
  SELECT_HELD,
} from './application.repository';
import { toChoiceList } from './canonical-body';
import { type Draft, draftPart } from './draft.repository';
import { type FormOpening, openingPart } from './form-opening.repository';
import { groupCodesOf } from './standing';

/** All that a form is shown from, beside the candidate, the rules and the plan. */
export interface FormRows {
  readonly now: Date;
  readonly group: ApplicationGroup | null;
  /** Every group of the candidate. */
  readonly held: readonly HeldList[];
  readonly opening: FormOpening | null;
  readonly draft: Draft | null;
  /** What is in force in the batch; asked for where there is no draft. */
  readonly saved: ChoiceList | null;
  /** A 志愿草表 that could be taken over. */
  readonly hasSheet: boolean;
}

const savedPart: Part = {
  columns: { body: 'canonical_body' },
  from: `application_versions
     where id = quota."versionId" and quota."savedBatch" = :batch and draft.revision is null`,
};
const parts = { quota: groupParts.quota, opening: openingPart, draft: draftPart, saved: savedPart };
const { columns, joins } = joinParts(parts);

interface Found extends Readonly<Record<string, unknown>> {
  readonly now: Date | null;
  readonly abandoned: boolean;
  readonly held: readonly HeldList[];
  readonly hasSheet: boolean;
}

const readAll = defineNamedStatement<Found>(
  `select ${NOW} as now, ${SELECT_ABANDONED} as abandoned, ${SELECT_HELD} as held,
    exists (select from draft_sheets where candidate_id = :candidate and batch_code = :batch) as "hasSheet",
    ${columns}
  from (values (1)) as one
  ${joins}`,
);

/** Reads it by one statement. */
export async function readFormRows(
  db: Knex,
  clock: Clock,
  candidate: number,
  batch: Batch,
): Promise<FormRows> {
  const groups = groupCodesOf(batch);
  const values = { candidate, batch: batch.code, quota: groups.quota, abandon: groups.abandon };
  const found = await send(
    db,
    readAll.query(values, ([row]) => row),
  );
  if (found === undefined) throw new Error('one row has become none');
  const saved = readPart<{ readonly body: string }>(found, 'saved', savedPart, 'body');
  return {
    now: clock.readNow(found.now),
    group: readGroup(found, found.abandoned, groups),
    held: found.held,
    opening: readPart<FormOpening>(found, 'opening', openingPart, 'openedAt'),
    draft: readPart<Draft>(found, 'draft', draftPart, 'revision'),
    saved: saved && toChoiceList(JSON.parse(saved.body)),
    hasSheet: found.hasSheet,
  };
}
