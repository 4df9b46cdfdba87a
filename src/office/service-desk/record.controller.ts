import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { listStandings } from '../../domain/choice-lists/standing';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { type ReasonErrors, readListedReason, type TypedReason } from '../../domain/officers/reason.form';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { groupBy } from '../../infrastructure/group-by';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { issuePurpose, withdrawPurpose } from './code.service';
import { type Explanation, presentExplanation } from './explanation.presenter';
import { reasons } from './reasons';
import { presentRecord } from './record.presenter';
import { openingPurpose, type RecordService } from './record.service';
import { presentFound } from './search.presenter';
import { withOpenRecord } from './with-open-record';

/** Batches under the time, and there under the advice, that they have in common: each is said once. */
function groupTimes(explanations: readonly Explanation[]) {
  return [...groupBy(explanations, ({ times }) => times)].map(([times, timed]) => ({
    times,
    parts: [...groupBy(timed, ({ advice }) => advice)].map(([advice, rows]) => ({ advice, rows })),
  }));
}

/** What was refused in the form of a 柜台码, shown again on the record. */
export interface IssueFaults {
  readonly typed: {
    readonly purpose: string;
    readonly reason: string;
    readonly checks: readonly string[];
    readonly byTwo: boolean;
  };
  readonly errors: Partial<Record<'purpose' | 'checks' | 'reason', string>>;
}

interface RecordPages {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly records: RecordService;
  readonly tokens: OfficeTokens;
}

const path = (id: number) => `/office/counter/candidates/${id}`;

/** Shows an open record; one that is not open asks for the reason instead. */
export function createRecordPage(parts: RecordPages) {
  return bindParts(parts, { render, renderClosed });
}

export type RecordPage = ReturnType<typeof createRecordPage>;

async function renderClosed(
  { reference, records, tokens }: RecordPages,
  visit: OfficerVisit,
  typed: TypedReason,
  errors: ReasonErrors,
  status: number,
): Promise<void> {
  const candidate = await records.getClosed(visit, readId(visit.req, 'candidate'));
  const { candidateKinds } = reference.current().calendar.pack;
  visit.render(
    'office/service-desk/opening',
    {
      found: presentFound(candidateKinds, candidate),
      reasons,
      typed,
      errors,
      faults: listFaults(errors, ['reasonCode', 'reason']),
      formToken: tokens.issue(visit.officer.id, openingPurpose(candidate.id)),
    },
    { status },
  );
}

async function render(
  parts: RecordPages,
  visit: OfficerVisit,
  faults: IssueFaults | null,
  status: number,
): Promise<void> {
  const { reference, records, tokens } = parts;
  const record = await records.findRecord(visit, readId(visit.req, 'candidate'));
  if (record === null) return renderClosed(parts, visit, { reasonCode: '', reason: '' }, {}, 200);
  const { id: officerId } = visit.officer;
  const model = presentRecord(reference.current(), record);
  const errors = faults?.errors ?? {};
  visit.render(
    'office/service-desk/record',
    {
      record: model,
      codes: model.codes.map((code) => ({
        ...code,
        token: code.open ? tokens.issue(officerId, withdrawPurpose(code.id)) : '',
      })),
      typed: faults?.typed ?? { purpose: '', reason: '', checks: [], byTwo: false },
      errors,
      faults: listFaults(errors, ['purpose', 'checks', 'reason']),
      formToken: tokens.issue(officerId, issuePurpose(model.id)),
    },
    { status },
  );
}

/** The record of one candidate, opened for a reason and closed again. */
export function createRecordControllers(parts: RecordPages) {
  return {
    ...bindParts(parts, { show: showRecord, open: submitOpening, close: submitClosing }),
    explain: withOpenRecord(parts.records, (visit, candidate) => showExplanation(parts, visit, candidate)),
  } satisfies Record<string, OfficerHandler>;
}

export type RecordControllers = ReturnType<typeof createRecordControllers>;

const showRecord = (parts: RecordPages, visit: OfficerVisit) => render(parts, visit, null, 200);

async function submitOpening(parts: RecordPages, visit: OfficerVisit): Promise<void> {
  const candidate = await parts.records.getClosed(visit, readId(visit.req, 'candidate'));
  const { typed, whole, errors } = readListedReason(visit.req, reasons);
  if (whole === null) return renderClosed(parts, visit, typed, errors, 422);
  await parts.records.open(visit, candidate.id, whole, readField(visit.req, 'formToken'));
  visit.redirect(path(candidate.id), '已打开考生档案，30分钟内有效，用完请关闭。');
}

async function submitClosing({ records }: RecordPages, visit: OfficerVisit): Promise<void> {
  await records.close(visit);
  visit.redirect('/office/counter', '已关闭考生档案。');
}

/** 能否填报: every batch with its reasons. */
async function showExplanation(
  { db, clock, reference }: RecordPages,
  visit: OfficerVisit,
  candidate: CandidateRecord,
): Promise<void> {
  const { calendar } = reference.current();
  const { now, standings } = await listStandings(db, clock, calendar, candidate);
  const explanations = standings.map(({ batch, standing }) =>
    presentExplanation(calendar.pack, batch, standing),
  );
  visit.render('office/service-desk/explanation', {
    id: candidate.id,
    name: candidate.name,
    now,
    may: groupTimes(explanations.filter(({ may }) => may)),
    mayNot: groupTimes(explanations.filter(({ may }) => !may)),
  });
}
