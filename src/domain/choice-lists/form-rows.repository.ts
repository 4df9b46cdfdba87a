import type { Knex } from 'knex';
import type { Clock } from '../../infrastructure/clock';
import { defineStatement, listColumns, type Query, send } from '../../infrastructure/database/statement';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/rule-pack';
import {
  type ApplicationGroup,
  findGroupIn,
  type GroupRow,
  groupColumns,
  toGroup,
} from './application.repository';
import { toChoiceList } from './canonical-body';
import { type Draft, draftColumns } from './draft.repository';
import { type FormOpening, openingColumns } from './form-opening.repository';
import { groupCodesOf } from './standing';

/** All that a form is shown from, beside the candidate, the rules and the plan. */
export interface FormRows {
  readonly now: Date;
  readonly group: ApplicationGroup | null;
  readonly opening: FormOpening | null;
  readonly draft: Draft | null;
  /** What is in force in the batch; asked for where there is no draft. */
  readonly saved: ChoiceList | null;
  /** A 志愿草表 that could be taken over. */
  readonly hasSheet: boolean;
}

/** A row for each of the candidate's groups of the batch, one without a group where there is none yet. */
type Row = Omit<GroupRow, 'group'> & { readonly group: string | null } & {
  [Name in keyof FormOpening]: FormOpening[Name] | null;
} & { [Name in keyof Draft]: Draft[Name] | null } & {
  readonly savedBody: string | null;
  readonly hasSheet: boolean;
};

const selectRows = defineStatement<Row>(
  `select ${listColumns(groupColumns, 'g')}, ${listColumns(openingColumns, 'o')}, ${listColumns(draftColumns, 'd')},
          v.canonical_body as "savedBody",
          exists (select from draft_sheets where candidate_id = $1 and batch_code = $2) as "hasSheet"
     from (values (1)) as one
     left join application_groups g on g.candidate_id = $1 and g.group_code in ($3, $4)
     left join form_openings o on o.candidate_id = $1 and o.batch_code = $2
     left join application_drafts d on d.candidate_id = $1 and d.batch_code = $2
     left join application_versions v on v.id = g.current_version_id
           and g.group_code = $3 and g.current_batch_code = $2 and d.candidate_id is null`,
);

const isGroup = (row: Row): row is Row & GroupRow => row.group !== null;
const isOpening = (row: Row): row is Row & FormOpening => row.openedAt !== null;
const isDraft = (row: Row): row is Row & Draft => row.revision !== null;

function formRowsQuery(candidateId: number, batch: Batch): Query<Omit<FormRows, 'now'>> {
  const codes = groupCodesOf(batch);
  return selectRows.query([candidateId, batch.code, codes.quota, codes.abandon], (rows) => {
    const [row] = rows;
    if (row === undefined) throw new Error('a left join has no row');
    const body = rows.find(({ savedBody }) => savedBody !== null)?.savedBody ?? null;
    return {
      group: findGroupIn(rows.filter(isGroup).map(toGroup), codes),
      opening: isOpening(row) ? row : null,
      draft: isDraft(row) ? row : null,
      saved: body === null ? null : toChoiceList(JSON.parse(body)),
      hasSheet: row.hasSheet,
    };
  });
}

/** Reads it in one write, with whatever else is asked of the pool in the same tick. */
export async function readFormRows(
  db: Knex,
  clock: Clock,
  candidateId: number,
  batch: Batch,
): Promise<FormRows> {
  const [now, rows] = await Promise.all([send(db, clock.query), send(db, formRowsQuery(candidateId, batch))]);
  return { now, ...rows };
}
