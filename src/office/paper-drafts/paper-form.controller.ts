import { nameBatches } from '../../domain/batches/batch-state.presenter';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { findMoveFault, type MoveFault, readArrangement } from '../../domain/choice-lists/arrangement.form';
import { readChoiceList } from '../../domain/choice-lists/choice-list.form';
import { presentAgreements, presentSections } from '../../domain/choice-lists/form.presenter';
import { findStanding, planScopeOf } from '../../domain/choice-lists/standing';
import { presentViolations } from '../../domain/choice-lists/violation.presenter';
import { readReason } from '../../domain/officers/reason.form';
import { AppError } from '../../infrastructure/errors';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import { arrangeChoices } from '../../rules/filing/arrange';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { authorOf } from '../author';
import { enterPurpose } from './enter-choices';
import type { PaperDraftPages } from './paper-draft.controller';
import {
  presentDifferences,
  presentEntries,
  presentHindrance,
  presentPaperRefusal,
  presentState,
} from './paper-draft.presenter';
import type { PaperDraft } from './paper-draft.repository';
import { withdrawPurpose } from './paper-draft.service';

interface PaperView {
  /** What stands in the fields. */
  readonly choices: ChoiceList;
  readonly checked: boolean;
  /** 上移, 下移 and 删除 as buttons beside each choice. */
  readonly moves?: boolean;
  /** 移动 was pressed with numbers that nothing can be done by. */
  readonly moveFault?: MoveFault;
  /** Why nothing was saved. */
  readonly refusal?: string;
  readonly reason?: { readonly typed: string; readonly error: string };
  readonly status?: number;
}

interface Opened {
  readonly draft: PaperDraft;
  readonly candidate: CandidateRecord;
  readonly batch: Batch;
}

const withDraft =
  (
    { service, records, filing }: PaperDraftPages,
    work: (visit: OfficerVisit, opened: Opened) => Promise<void> | void,
  ): OfficerHandler =>
  async (visit) => {
    const draft = await service.get(visit.officer, readId(visit.req, 'draft'));
    const candidate = await records.findOpened(visit, draft.candidateId);
    if (candidate === null)
      return visit.redirect(
        `/office/counter/candidates/${draft.candidateId}`,
        '考生档案没有打开或已到时间，请先打开，再回到录入。',
      );
    await work(visit, { draft, candidate, batch: filing.getBatch(draft.batch) });
  };

async function render(
  pages: PaperDraftPages,
  visit: OfficerVisit,
  opened: Opened,
  view: PaperView,
): Promise<void> {
  const { service, reference, db, clock, filing, tokens } = pages;
  const { candidate, batch } = opened;
  const { officer } = visit;
  const draft = await service.get(officer, opened.draft.id);
  const { calendar, plan } = reference.current();
  const found = await findStanding(db, clock, calendar, candidate, batch);
  const scope = planScopeOf(batch, candidate);
  const own = draft.entries.some(({ officerId }) => officerId === officer.id);
  const violations = view.checked
    ? presentViolations(batch, filing.check(candidate, batch, view.choices))
    : [];
  const hindrance = presentHindrance(calendar.pack, batch, draft, found);
  visit.render(
    'office/paper-drafts/draft',
    {
      id: draft.id,
      candidate: { id: candidate.id, name: candidate.name, candidateNumber: candidate.candidateNumber },
      batch,
      open: draft.outcome === null,
      types: draft.outcome === null && (own || draft.entries.length < 2),
      own,
      state: presentState(draft, hindrance !== ''),
      entries: presentEntries(draft),
      refusal: view.refusal || hindrance,
      overwrites: nameBatches(found.standing.overwrites),
      savesUsed: found.standing.savesUsed,
      differences: presentDifferences(batch, draft, officer.id),
      checked: view.checked,
      blocks: violations.filter(({ severity }) => severity === 'block'),
      warns: violations.filter(({ severity }) => severity === 'warn'),
      sections: presentSections(
        { pack: calendar.pack, batch, catalogue: plan, scope },
        view.choices,
        violations,
      ),
      agreements: presentAgreements(calendar.pack, batch, view.choices, violations),
      standing: !view.checked,
      moves: view.moves ?? false,
      moveFault: view.moveFault,
      arrangeable: `/office/paper-drafts/${draft.id}/arrangement`,
      lookUp: `/look-up/${scope.batch}/${scope.track}/${encodeURIComponent(scope.audience || '-')}`,
      reason: view.reason ?? { typed: '', error: '' },
      formToken: tokens.issue(officer.id, enterPurpose(draft.id)),
      withdrawToken: tokens.issue(officer.id, withdrawPurpose(draft.id)),
    },
    { status: view.status ?? 200 },
  );
}

const read = ({ reference }: PaperDraftPages, { req }: OfficerVisit, batch: Batch) =>
  readChoiceList(req, reference.current().calendar.pack, batch);

const findOwn = ({ officer }: OfficerVisit, { entries }: PaperDraft): ChoiceList =>
  entries.find(({ officerId }) => officerId === officer.id)?.choices ?? {};

function showArranged(pages: PaperDraftPages, visit: OfficerVisit, opened: Opened) {
  const { batch } = opened;
  if (readField(visit.req, 'arrange') === 'show')
    return render(pages, visit, opened, { choices: read(pages, visit, batch), checked: false, moves: true });
  const moves = readField(visit.req, 'moves') !== '';
  const typed = read(pages, visit, batch);
  const moveFault = findMoveFault(visit.req, batch, typed);
  if (moveFault !== null)
    return render(pages, visit, opened, { choices: typed, checked: false, moves, moveFault, status: 422 });
  const arrangement = readArrangement(visit.req, batch);
  const section = batch.sections.find(({ code }) => code === arrangement?.section);
  if (arrangement === null || section === undefined) throw new AppError('badRequest', 400);
  const choices = arrangeChoices(typed, arrangement, section.slots.max);
  return render(pages, visit, opened, { choices, checked: false, moves });
}

async function submitEntry(pages: PaperDraftPages, visit: OfficerVisit, opened: Opened): Promise<void> {
  const { service, reference } = pages;
  const { draft, candidate, batch } = opened;
  const choices = read(pages, visit, batch);
  const result = await service.enter(authorOf(visit), draft.id, candidate, choices);
  if (result.refusal === null)
    return visit.redirect(`/office/paper-drafts/${draft.id}`, '已提交您录入的内容，结果见下。');
  const faulty = result.refusal === 'violations';
  const refusal = presentPaperRefusal(reference.current().calendar.pack, batch, result);
  await render(pages, visit, opened, { choices, checked: faulty, refusal, status: faulty ? 422 : 409 });
}

async function submitWithdrawal(pages: PaperDraftPages, visit: OfficerVisit, opened: Opened): Promise<void> {
  const { reason, error } = readReason(visit.req);
  if (error !== '') {
    const choices = findOwn(visit, opened.draft);
    return render(pages, visit, opened, {
      choices,
      checked: false,
      reason: { typed: reason, error },
      status: 422,
    });
  }
  await pages.service.withdraw(authorOf(visit), opened.draft.id, reason);
  visit.redirect('/office/paper-drafts', `已撤回第${opened.draft.id}号录入单，没有保存志愿。`);
}

/** The form in which an officer types a list from paper. Nobody sees what the other typed. */
export function createPaperFormControllers(pages: PaperDraftPages) {
  return {
    show: withDraft(pages, (visit, opened) =>
      render(pages, visit, opened, { choices: findOwn(visit, opened.draft), checked: false }),
    ),
    check: withDraft(pages, (visit, opened) =>
      render(pages, visit, opened, { choices: read(pages, visit, opened.batch), checked: true }),
    ),
    arrange: withDraft(pages, (visit, opened) => showArranged(pages, visit, opened)),
    enter: withDraft(pages, (visit, opened) => submitEntry(pages, visit, opened)),
    withdraw: withDraft(pages, (visit, opened) => submitWithdrawal(pages, visit, opened)),
  } satisfies Record<string, OfficerHandler>;
}

export type PaperFormControllers = ReturnType<typeof createPaperFormControllers>;
