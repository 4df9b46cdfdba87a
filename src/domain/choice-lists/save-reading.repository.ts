import type { Knex } from 'knex';
import { type Clock, NOW } from '../../infrastructure/clock';
import { defineNamedStatement, joinParts, readPart } from '../../infrastructure/database/named-values';
import { send } from '../../infrastructure/database/statement';
import { CANDIDATE_MARK } from '../candidates/candidate.repository';
import type { FileState } from '../candidates/file-state';
import { SELECT_FILE_STATE } from '../candidates/file-state.repository';
import { type Contact, contactPart, readContact } from '../messages/outbox.repository';
import {
  type ApplicationGroup,
  type EarlierSave,
  type GroupCodes,
  groupParts,
  type HeldList,
  readGroupParts,
  SELECT_ABANDONED,
  SELECT_HELD,
  type VersionInForce,
} from './application.repository';
import { type DraftTrace, draftTrace } from './draft.repository';
import { type FormOpening, openingPart } from './form-opening.repository';

/** What a save was decided by, as the writing statement asks for it again behind its locks (`hold_filing`, 0092). */
export interface SeenFiling {
  /** Version of the reference. */
  readonly reference: number;
  /** Another one as soon as the rows of candidate, groups or 档案状态 are others. */
  readonly mark: string;
}

/** Everything a save is decided by, at one instant. */
export interface SaveReading {
  readonly now: Date;
  readonly seen: SeenFiling;
  /** The candidate's row as it stands: see `CandidateRecord`. */
  readonly candidate: { readonly mark: string; readonly fileState: FileState };
  readonly group: ApplicationGroup | null;
  /** What this page, by its token, has saved before. */
  readonly earlier: EarlierSave | null;
  readonly opening: FormOpening | null;
  readonly draft: DraftTrace | null;
  /** The version that a save would take the place of. */
  readonly inForce: VersionInForce | null;
  /** Of the last version of the group, in force or not: the next one builds upon it. */
  readonly lastHash: Buffer | null;
  /** Every group of the candidate. */
  readonly held: readonly HeldList[];
  /** Where its owner is told of it. */
  readonly contact: Contact | null;
}

interface SaveQuestion {
  readonly candidate: number;
  readonly batch: string;
  readonly groups: GroupCodes;
  readonly formToken: string;
}

const parts = { ...groupParts, opening: openingPart, draft: draftTrace, contact: contactPart };
const { columns, joins } = joinParts(parts);

/** The same as in `hold_filing`. */
const MARK = `concat(candidates.xmin, ' ',
    (select string_agg(xmin::text, ',' order by group_code) from application_groups where candidate_id = candidates.id), ' ',
    (select string_agg(xmin::text, ',' order by heading_code) from candidate_file_states where candidate_id = candidates.id))`;

interface Found extends Readonly<Record<string, unknown>> {
  readonly now: Date | null;
  readonly reference: number;
  readonly mark: string;
  readonly candidateMark: string;
  readonly fileState: FileState;
  readonly abandoned: boolean;
  readonly held: readonly HeldList[];
  readonly contact_phone: Buffer | null;
  readonly contact_wechat: Buffer | null;
}

const readAll = defineNamedStatement<Found>(
  `select ${NOW} as now, (select version from reference_versions) as reference,
    ${CANDIDATE_MARK} as "candidateMark", ${SELECT_FILE_STATE} as "fileState",
    ${MARK} as mark,
    ${SELECT_ABANDONED} as abandoned, ${SELECT_HELD} as held,
    ${columns}
  from candidates
  ${joins}
  where candidates.id = :candidate`,
);

/** Reads by one statement, and so at one instant, what a save is decided by. It locks nothing. */
export async function readForSave(
  db: Knex,
  clock: Clock,
  { candidate, batch, groups, formToken }: SaveQuestion,
): Promise<SaveReading> {
  const values = { candidate, batch, quota: groups.quota, abandon: groups.abandon, formToken };
  const found = await send(
    db,
    readAll.query(values, ([row]) => row),
  );
  if (found === undefined) throw new Error(`candidate ${candidate} does not exist`);
  return {
    now: clock.readNow(found.now),
    seen: { reference: found.reference, mark: found.mark },
    candidate: { mark: found.candidateMark, fileState: found.fileState },
    ...readGroupParts(found, found.abandoned, groups),
    held: found.held,
    opening: readPart<FormOpening>(found, 'opening', openingPart, 'openedAt'),
    draft: readPart<DraftTrace>(found, 'draft', draftTrace, 'tab'),
    contact: readContact({ phone: found.contact_phone, wechat: found.contact_wechat }),
  };
}
