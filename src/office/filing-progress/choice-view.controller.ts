import type { Knex } from 'knex';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { presentSaved } from '../../domain/choice-lists/saved.presenter';
import { readReason } from '../../domain/officers/reason.form';
import { findCandidateWithin } from '../../domain/officers/scope.repository';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import { hasClosed } from '../../rules/windows/closing';
import type { OfficerVisit } from '../as-officer';
import { authorOf } from '../author';
import type { ChoiceViewService } from './choice-view.service';

interface ChoiceViewPages {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly service: ChoiceViewService;
}

async function getCandidate(pages: ChoiceViewPages, { req, scope }: OfficerVisit): Promise<CandidateRecord> {
  const candidate = await findCandidateWithin(pages.db, scope, readId(req, 'candidate'));
  if (candidate === null) throw notFound();
  return candidate;
}

async function renderQuestion(
  pages: ChoiceViewPages,
  visit: OfficerVisit,
  candidate: CandidateRecord,
  errors: Readonly<Record<string, string>>,
  status: number,
): Promise<void> {
  const { reference, clock, db, service } = pages;
  const { calendar } = reference.current();
  const now = await clock.now(db);
  const facts = toFacts(candidate);
  const asked = visit.req.method === 'POST' ? readField(visit.req, 'batch') : visit.req.query.batch;
  visit.render(
    'office/filing-progress/choice-question',
    {
      candidate,
      batches: calendar.pack.batches
        .filter(({ candidateKinds }) => candidateKinds.includes(candidate.kind))
        .map(({ code, name }) => ({ code, name, open: !hasClosed(calendar.listWindows(code), facts, now) })),
      asked,
      reason: visit.req.method === 'POST' ? readField(visit.req, 'reason') : '',
      errors,
      faults: listFaults(errors, ['batch', 'reason']),
      formToken: service.issueToken(visit.officer.id, candidate.id),
    },
    { status },
  );
}

async function showQuestion(pages: ChoiceViewPages, visit: OfficerVisit): Promise<void> {
  await renderQuestion(pages, visit, await getCandidate(pages, visit), {}, 200);
}

async function submitView(pages: ChoiceViewPages, visit: OfficerVisit): Promise<void> {
  const { reference, service } = pages;
  const candidate = await getCandidate(pages, visit);
  const { reason, error } = readReason(visit.req);
  const batch = reference.current().calendar.findBatch(readField(visit.req, 'batch'));
  const errors: Record<string, string> = {};
  if (batch === null) errors.batch = '请选择批次！';
  if (error !== '') errors.reason = error;
  if (batch === null || error !== '') return renderQuestion(pages, visit, candidate, errors, 422);
  const version = await service.view({
    ...authorOf(visit),
    candidate,
    batch,
    reason,
  });
  if (version === null) {
    const none = { batch: '该考生在此批次没有有效的志愿，没有可以查看的内容。请选择其他批次。' };
    return renderQuestion(pages, visit, candidate, none, 409);
  }
  visit.render('office/filing-progress/choices', {
    candidate,
    version,
    sections: presentSaved(version.body),
    agreed: version.body.undertakings ?? [],
    reason,
  });
}

/** 查看考生志愿: the exception, one candidate and one list at a time, with a reason. */
export function createChoiceViewControllers(pages: ChoiceViewPages) {
  return bindParts(pages, { show: showQuestion, view: submitView });
}

export type ChoiceViewControllers = ReturnType<typeof createChoiceViewControllers>;
