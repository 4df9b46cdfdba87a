import type { Knex } from 'knex';
import { nameBatches } from '../../domain/batches/batch-state.presenter';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { findStanding, listStandings } from '../../domain/choice-lists/standing';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { findCandidateWithin } from '../../domain/officers/scope.repository';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { formatMinute } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import { isOffered } from '../../rules/filing/batch-state';
import { maskName } from '../../rules/identity/masking';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { authorOf } from '../author';
import type { RecordService } from '../service-desk/record.service';
import { type RecordWork, withOpenRecord } from '../service-desk/with-open-record';
import { presentEntries, presentHindrance, presentPaperRefusal, presentState } from './paper-draft.presenter';
import type { PaperDraft } from './paper-draft.repository';
import { beginPurpose, type PaperDraftService } from './paper-draft.service';

export interface PaperDraftPages {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly filing: FilingService;
  readonly records: RecordService;
  readonly tokens: OfficeTokens;
  readonly service: PaperDraftService;
}

type Errors = Partial<Record<'batch' | 'signed', string>>;

async function presentRow(pages: PaperDraftPages, { scope }: OfficerVisit, draft: PaperDraft) {
  const { db, reference, clock } = pages;
  const candidate = await findCandidateWithin(db, scope, draft.candidateId);
  const { calendar } = reference.current();
  const batch = calendar.findBatch(draft.batch);
  const hindered =
    candidate !== null &&
    batch !== null &&
    draft.outcome === null &&
    presentHindrance(
      calendar.pack,
      batch,
      draft,
      await findStanding(db, clock, calendar, candidate, batch),
    ) !== '';
  return {
    id: draft.id,
    name: candidate === null ? '' : maskName(candidate.name),
    place: candidate === null ? '' : `${candidate.schoolName}　${candidate.className}`,
    batch: batch?.name ?? draft.batch,
    begun: `${draft.begunBy}，${formatMinute(draft.begunAt)}`,
    entries: presentEntries(draft),
    state: presentState(draft, hindered),
    open: draft.outcome === null && candidate !== null,
  };
}

async function renderChoice(
  pages: PaperDraftPages,
  visit: OfficerVisit,
  candidate: CandidateRecord,
  errors: Errors,
  status: number,
): Promise<void> {
  const { reference, db, clock, service, tokens } = pages;
  const { calendar } = reference.current();
  const { standings } = await listStandings(db, clock, calendar, candidate);
  const open = await service.listOpen(visit.officer, candidate.id);
  visit.render(
    'office/paper-drafts/new-draft',
    {
      candidate: { id: candidate.id, name: candidate.name, candidateNumber: candidate.candidateNumber },
      batches: standings
        .filter(({ standing }) => isOffered(standing, 'fill') || isOffered(standing, 'modify'))
        .filter(({ batch }) => !open.some((draft) => draft.batch === batch.code))
        .map(({ batch, standing }) => ({
          code: batch.code,
          name: batch.name,
          overwrites: nameBatches(standing.overwrites),
        })),
      open: open.map((draft) => ({
        id: draft.id,
        batch: calendar.findBatch(draft.batch)?.name ?? draft.batch,
        entries: presentEntries(draft),
      })),
      typed: { batch: readField(visit.req, 'batch'), signed: readField(visit.req, 'signed') === 'yes' },
      errors,
      faults: listFaults(errors, ['batch', 'signed']),
      formToken: tokens.issue(visit.officer.id, beginPurpose(candidate.id)),
    },
    { status },
  );
}

const withRecord = ({ records }: PaperDraftPages, work: RecordWork) => withOpenRecord(records, work);

async function showDrafts(pages: PaperDraftPages, visit: OfficerVisit): Promise<void> {
  const drafts = await pages.service.list(visit.officer, { whole: visit.askedTable !== null });
  const rows = await Promise.all(drafts.map((draft) => presentRow(pages, visit, draft)));
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '纸质志愿录入',
      plainName: 'paper-drafts',
      ...tabulate(
        [
          ['考生', ({ name }) => name],
          ['学校和班级', ({ place }) => place],
          ['批次', ({ batch }) => batch],
          ['开始', ({ begun }) => begun],
          ['录入', ({ entries }) => entries.join('；')],
          ['状态', ({ state }) => state],
        ],
        rows,
      ),
    });
  visit.render('office/paper-drafts/list', { rows });
}

function showChoice(pages: PaperDraftPages, visit: OfficerVisit, candidate: CandidateRecord) {
  return renderChoice(pages, visit, candidate, {}, 200);
}

async function submitBeginning(
  pages: PaperDraftPages,
  visit: OfficerVisit,
  candidate: CandidateRecord,
): Promise<void> {
  const { reference, filing, service } = pages;
  const { req } = visit;
  const code = readField(req, 'batch');
  const known = reference.current().calendar.findBatch(code) !== null;
  const errors: Errors = {
    ...(known ? {} : { batch: '请选择批次！' }),
    ...(readField(req, 'signed') === 'yes' ? {} : { signed: '请先核对纸质志愿表由考生本人签字，并勾选！' }),
  };
  if (Object.keys(errors).length > 0) return renderChoice(pages, visit, candidate, errors, 422);
  const batch = filing.getBatch(code);
  const begun = await service.begin(authorOf(visit), candidate, batch);
  if (begun.refusal === null)
    return visit.redirect(`/office/paper-drafts/${begun.draftId}`, '已建立录入单，请按纸质志愿表录入。');
  const text = presentPaperRefusal(reference.current().calendar.pack, batch, begun);
  await renderChoice(pages, visit, candidate, { batch: text }, 409);
}

/** 纸质志愿录入: what is being typed in, and the start of a new one from an open record. */
export function createPaperDraftControllers(pages: PaperDraftPages) {
  return {
    ...bindParts(pages, { list: showDrafts }),
    choose: withRecord(pages, (visit, candidate) => showChoice(pages, visit, candidate)),
    begin: withRecord(pages, (visit, candidate) => submitBeginning(pages, visit, candidate)),
  } satisfies Record<string, OfficerHandler>;
}

export type PaperDraftControllers = ReturnType<typeof createPaperDraftControllers>;
