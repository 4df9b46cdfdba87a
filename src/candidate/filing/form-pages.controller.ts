import type { Request, Response } from 'express';
import { nameBatches } from '../../domain/batches/batch-state.presenter';
import { toFacts } from '../../domain/candidates/candidate-facts';
import type { MoveFault } from '../../domain/choice-lists/arrangement.form';
import { readChoiceList } from '../../domain/choice-lists/choice-list.form';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import {
  type FormPlan,
  isGrouped,
  presentAgreements,
  presentSections,
} from '../../domain/choice-lists/form.presenter';
import type { OpenedForm } from '../../domain/choice-lists/form-entry';
import type { FormRows } from '../../domain/choice-lists/form-rows.repository';
import { planScopeOf } from '../../domain/choice-lists/standing';
import type { ShownViolation } from '../../domain/choice-lists/violation.presenter';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import { formatMinute, formatTimeOfDay } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch, CandidateFacts } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import { composeFields, type FieldLinks } from './composed-fields';
import { presentSectionTimes } from './notice.presenter';

/** What the posted form says of itself beside the choices. */
export interface PostedForm {
  readonly choices: ChoiceList;
  readonly formToken: string;
  readonly tab: string;
  /** How often the page has sent what was typed. */
  readonly step: number;
  readonly revision: number;
}

interface FormView {
  readonly choices: ChoiceList;
  readonly violations: readonly ShownViolation[];
  readonly checked: boolean;
  /** Whether a 志愿草表 may be taken over here. */
  readonly offersSheet?: boolean;
  readonly formToken: string;
  readonly tab: string;
  readonly step: number;
  readonly revision: number;
  /** Name of the field to stand in. */
  readonly focus?: string;
  /** 上移, 下移 and 删除 as buttons beside each choice. */
  readonly moves?: boolean;
  /** 移动 was pressed with numbers that nothing can be done by. */
  readonly moveFault?: MoveFault;
  readonly status?: number;
}

const TAB = /^[A-Za-z0-9_-]{1,24}$/;
/** The largest integer that the columns hold. */
const MAX_COUNT = 2 ** 31 - 1;

interface FormPagesParts {
  readonly filing: FilingService;
  readonly reference: Watched<Reference>;
  /** Says in the browser for how long a form is open in it, in milliseconds. */
  readonly markForm: (req: Request, res: Response, remainingMs: number) => void;
}

/** What 检查, save and the form itself share. */
export function createFormPages(
  filing: FilingService,
  reference: Watched<Reference>,
  markForm: FormPagesParts['markForm'],
) {
  const parts: FormPagesParts = { filing, reference, markForm };
  return bindParts(parts, { read, send, enter, enterWith, keep });
}

export type FormPages = ReturnType<typeof createFormPages>;

function read({ reference }: FormPagesParts, req: Request, batch: Batch): PostedForm {
  const tab = readField(req, 'tab');
  return {
    choices: readChoiceList(req, reference.current().calendar.pack, batch),
    formToken: readField(req, 'formToken'),
    tab: TAB.test(tab) ? tab : '',
    step: readCount(req, 'step'),
    revision: readCount(req, 'revision'),
  };
}

/** A count that the page sends with itself; 0 for anything else. */
function readCount(req: Request, name: string): number {
  const count = Number(readField(req, name));
  return Number.isInteger(count) && count >= 0 && count <= MAX_COUNT ? count : 0;
}

/** Nothing is said of it. */
const isAsWritten = ({ violations, checked }: FormView) => violations.length === 0 && !checked;

/** Sends the form; what was typed comes back as it was typed. */
function send(
  { reference, markForm }: FormPagesParts,
  visit: CandidateVisit,
  form: OpenedForm,
  view: FormView,
): void {
  markForm(visit.req, visit.res, form.remainingMs);
  const { calendar, plan } = reference.current();
  const { batch } = form;
  const scope = planScopeOf(batch, visit.candidate);
  const formPlan = { pack: calendar.pack, batch, catalogue: plan, scope };
  const agreements = presentAgreements(calendar.pack, batch, view.choices, view.violations);
  const { moves = false } = view;
  const sectionTimes = presentSectionTimes(batch, form.opening.openedAt, form.now);
  const replacedAt = form.draft?.replacedAt ?? null;
  const isCommon = agreements.length + sectionTimes.length === 0 && isAsWritten(view) && replacedAt === null;
  const links = {
    planQuery: batch.planQuery ? `/batches/${batch.code}/plan-query` : null,
    arrangeable: `/batches/${batch.code}/arrangement`,
  };
  const ownStanding = plan.past.hasBatch(batch.name) ? presentOwnStanding(toFacts(visit.candidate)) : '';
  visit.render(
    'candidate/filing/form',
    {
      batch,
      agreements,
      grouped: batch.sections.slice(0, 1).some(isGrouped),
      hasOwnStanding: ownStanding !== '',
      saved: form.group?.savedBatch === batch.code,
      savesLeft: form.standing.quota.savesLeft,
      hasDraft: form.draft !== null,
      overwrites: nameBatches(form.standing.overwrites),
      sectionTimes,
      checked: view.checked,
      hasSheet: view.offersSheet === true && form.hasSheet,
      blocks: view.violations.filter(({ severity }) => severity === 'block'),
      warns: view.violations.filter(({ severity }) => severity === 'warn'),
      ...links,
      moves,
      pasting: `/batches/${batch.code}/pasting`,
      listFile: `/batches/${batch.code}/list-file`,
      listReturn: `/batches/${batch.code}/list-return`,
      replacedAt,
      extensionOffered: form.extension.offered,
      // Not yet, but in the last minutes of this opening: the countdown shows the button when it is time.
      extensionAllowed: form.extension.offered || form.extension.reason === 'tooEarly',
      extensionOfferMs: batch.formExtensionOfferMinutes * 60_000,
      warnings: calendar.pack.countdownWarnings.join(','),
      lookUp: `/look-up/${scope.batch}/${scope.track}/${encodeURIComponent(scope.audience || '-')}`,
    },
    {
      status: view.status ?? 200,
      shared: {
        by: isCommon ? batch : null,
        fill: {
          fields: showFields(formPlan, view, links),
          ...listOwn(form, view, ownStanding),
        },
      },
    },
  );
}

/** The fields: put together of what is kept, where nothing is said of them. */
function showFields(plan: FormPlan, view: FormView, links: FieldLinks) {
  const { choices, violations, focus, moves = false, moveFault } = view;
  const standing = !view.checked && moveFault === undefined;
  if (isAsWritten(view) && standing && !moves && !focus) return composeFields(plan, choices, links);
  const sections = presentSections(plan, choices, violations);
  const model = { ...links, sections, focus, standing, moves, moveFault };
  return { template: 'candidate/filing/_choice-fields.njk', key: null, model };
}

/** What a form shows that is one person's, or this moment's. */
function listOwn({ remainingMs, opening, draft }: OpenedForm, view: FormView, ownStanding: string) {
  return {
    formToken: view.formToken,
    tab: view.tab,
    step: String(view.step),
    revision: String(view.revision),
    remainingMs: String(remainingMs),
    remaining: formatRemaining(remainingMs),
    expiresAt: formatTimeOfDay(opening.expiresAt),
    ...(draft && { draftAt: formatMinute(draft.updatedAt) }),
    ...(ownStanding !== '' && { ownStanding }),
  };
}

/** Reads and enters the form of a visit. */
async function enter(parts: FormPagesParts, visit: CandidateVisit): Promise<OpenedForm | null> {
  const rows = await parts.filing.readForm(visit.candidate.id, String(visit.req.params.batch));
  return enterWith(parts, visit, rows);
}

/** Sends the candidate where they must go first; null when the form may be worked on. */
function enterWith({ filing }: FormPagesParts, visit: CandidateVisit, rows: FormRows): OpenedForm | null {
  const code = String(visit.req.params.batch);
  const entry = filing.enterForm(visit.candidate, code, rows);
  if (entry.kind === 'form') return entry.form;
  const next = { noticeFirst: 'notice', overwriteFirst: 'overwrite', expired: 'expired' }[entry.kind];
  visit.redirect(`/batches/${code}/${next}`);
  return null;
}

/** Keeps the draft; when another page was faster, shows both and returns null. */
async function keep(
  { filing, reference }: FormPagesParts,
  visit: CandidateVisit,
  batch: Batch,
  posted: PostedForm,
): Promise<number | null> {
  const revision = await filing.keepDraft(visit.candidate, batch.code, posted);
  if (revision !== null) return revision;
  const rows = await filing.readForm(visit.candidate.id, batch.code);
  const entry = filing.enterForm(visit.candidate, batch.code, rows);
  if (entry.kind === 'noticeFirst') throw new AppError('formNotOpened', 409);
  const other = rows.draft;
  if (other === null) throw new AppError('formNotOpened', 409);
  const { calendar, plan } = reference.current();
  const scope = planScopeOf(batch, visit.candidate);
  const formPlan = { pack: calendar.pack, batch, catalogue: plan, scope };
  visit.render(
    'candidate/filing/two-drafts',
    {
      batch,
      mine: presentSections(formPlan, posted.choices, []),
      agreements: presentAgreements(calendar.pack, batch, posted.choices, []),
      other: presentSections(formPlan, other.choices, []),
      otherAt: other.updatedAt,
      otherRevision: other.revision,
      posted,
    },
    { status: 409 },
  );
  return null;
}

/** 我的成绩560分，位次33121; '' where the record has neither. */
function presentOwnStanding({ totalScore, totalRank }: CandidateFacts): string {
  const parts = [
    typeof totalScore === 'number' ? `成绩${totalScore}分` : '',
    typeof totalRank === 'number' ? `位次${totalRank}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `我的${parts.join('，')}`;
}

/** 29:05, as the countdown shows it before a script takes over. */
function formatRemaining(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
