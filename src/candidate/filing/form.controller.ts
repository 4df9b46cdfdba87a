import type { Request } from 'express';
import { presentPause } from '../../domain/batches/hours.presenter';
import { adviseOnChoices } from '../../domain/choice-lists/advice.presenter';
import { findArrangedSlot, findMoveFault, readArrangement } from '../../domain/choice-lists/arrangement.form';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { presentSections } from '../../domain/choice-lists/form.presenter';
import type { FormRows } from '../../domain/choice-lists/form-rows.repository';
import { planScopeOf } from '../../domain/choice-lists/standing';
import { isStillToCome, presentViolations } from '../../domain/choice-lists/violation.presenter';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import { readField, readParameter } from '../../infrastructure/http/page-renderer';
import type { PathParts } from '../../infrastructure/http/route';
import { drawText } from '../../infrastructure/security/drawn-bytes';
import type { FormTokens } from '../../infrastructure/security/form-token';
import { arrangeChoices } from '../../rules/filing/arrange';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { FormPages } from './form-pages.controller';
import { findNextField } from './next-field';

interface FormParts {
  readonly filing: FilingService;
  readonly pages: FormPages;
  readonly tokens: FormTokens;
  readonly reference: Watched<Reference>;
}

/** 填报 form: shown, checked, kept as a draft, cleared, extended. The save has a controller of its own. */
export function createFormControllers(
  filing: FilingService,
  pages: FormPages,
  tokens: FormTokens,
  reference: Watched<Reference>,
) {
  const parts: FormParts = { filing, pages, tokens, reference };
  return bindParts(parts, {
    readShown,
    show,
    check,
    keepDraft,
    discardDraft,
    askClear,
    clear,
    arrange,
    extend,
    showExpired,
  });
}

export type FormControllers = ReturnType<typeof createFormControllers>;

/** What `show` shows, asked for together with who is signed in. */
const readShown = ({ filing }: FormParts, candidateId: number, _req: Request, path: PathParts) =>
  filing.readForm(candidateId, String(path.batch));

function show(parts: FormParts, visit: CandidateVisit, rows: FormRows): void {
  const { pages, tokens } = parts;
  const form = pages.enterWith(visit, rows);
  if (form === null) return;
  // A whole list that was filled in is judged at once: nobody typed it code by code beside what is said of each.
  const found = form.draft?.replacedAt ? shown(parts, visit, form.batch, form.choices) : [];
  pages.send(visit, form, {
    offersSheet: true,
    choices: form.choices,
    violations: found.filter((one) => !isStillToCome(one)),
    checked: false,
    formToken: tokens.issue(visit.candidate.id, form.batch.code),
    tab: drawText(9),
    step: 0,
    revision: form.draft?.revision ?? 0,
    focus: readParameter(visit.req.query, 'at'),
    moves: visit.req.query.moves !== undefined,
  });
}

async function check(parts: FormParts, visit: CandidateVisit): Promise<void> {
  const { pages } = parts;
  const batch = batchOf(parts, visit);
  const posted = pages.read(visit.req, batch);
  const revision = await pages.keep(visit, batch, posted);
  if (revision === null) return;
  const form = await pages.enter(visit);
  if (form === null) return;
  const violations = shown(parts, visit, batch, posted.choices);
  if (readField(visit.req, 'onward') === '')
    return pages.send(visit, form, { ...posted, violations, checked: true, revision });
  // Enter without a script: fields still to be filled are not checked, and the next field gets the focus.
  pages.send(visit, form, {
    ...posted,
    violations: violations.filter((one) => !isStillToCome(one)),
    checked: false,
    revision,
    focus: findNextField(batch, posted.choices),
  });
}

async function keepDraft(parts: FormParts, visit: CandidateVisit): Promise<void> {
  const { pages, filing, reference } = parts;
  const batch = batchOf(parts, visit);
  const posted = pages.read(visit.req, batch);
  const revision = await filing.keepDraft(visit.candidate, batch.code, posted);
  const { calendar, plan } = reference.current();
  const scope = planScopeOf(batch, visit.candidate);
  const violations = shown(parts, visit, batch, posted.choices).filter((one) => !isStillToCome(one));
  const formPlan = { pack: calendar.pack, batch, catalogue: plan, scope };
  visit.render('candidate/filing/_draft-kept', {
    batch,
    revision,
    keptAt: revision === null ? null : (await filing.findDraft(visit.candidate, batch.code))?.updatedAt,
    sections: presentSections(formPlan, posted.choices, violations),
    blocks: violations.filter(({ severity }) => severity === 'block').length,
  });
}

async function discardDraft(parts: FormParts, visit: CandidateVisit): Promise<void> {
  const batch = batchOf(parts, visit);
  await parts.filing.discardDraft(visit.candidate, batch.code);
  visit.redirect(`/batches/${batch.code}/form`);
}

async function askClear(parts: FormParts, visit: CandidateVisit): Promise<void> {
  const batch = batchOf(parts, visit);
  if ((await parts.pages.keep(visit, batch, parts.pages.read(visit.req, batch))) === null) return;
  visit.render('candidate/filing/clear', { batch });
}

async function clear(parts: FormParts, visit: CandidateVisit): Promise<void> {
  const form = await parts.pages.enter(visit);
  if (form === null) return;
  const { batch, draft, choices: replaced } = form;
  const blank = { tab: '', revision: draft?.revision ?? 0, choices: {}, replaced };
  if (!(await parts.filing.replaceDraft(visit.candidate, batch.code, blank)))
    throw new AppError('conflict', 409);
  visit.redirect(`/batches/${batch.code}/form`);
}

/** 上移, 下移, 插入, 删除 and 增加志愿. */
async function arrange(parts: FormParts, visit: CandidateVisit): Promise<void> {
  const { pages } = parts;
  const batch = batchOf(parts, visit);
  const posted = pages.read(visit.req, batch);
  const asked = readField(visit.req, 'arrange') === 'show';
  const form = `/batches/${batch.code}/form${asked || readField(visit.req, 'moves') !== '' ? '?moves' : ''}`;
  if (asked) {
    if ((await pages.keep(visit, batch, posted)) !== null) visit.redirect(form);
    return;
  }
  const fault = findMoveFault(visit.req, batch, posted.choices);
  if (fault !== null) {
    const revision = await pages.keep(visit, batch, posted);
    const opened = revision === null ? null : await pages.enter(visit);
    if (revision === null || opened === null) return;
    const shownAgain = { ...posted, violations: [], checked: false, revision, moveFault: fault, status: 422 };
    return pages.send(visit, opened, { ...shownAgain, moves: readField(visit.req, 'moves') !== '' });
  }
  const arrangement = readArrangement(visit.req, batch);
  const section = batch.sections.find(({ code }) => code === arrangement?.section);
  if (arrangement === null || section === undefined) throw new AppError('badRequest', 400);
  const choices = arrangeChoices(posted.choices, arrangement, section.slots.max);
  if ((await pages.keep(visit, batch, { ...posted, choices })) === null) return;
  visit.redirect(`${form}#${findArrangedSlot(arrangement, posted.choices)}`);
}

async function extend(parts: FormParts, visit: CandidateVisit): Promise<void> {
  const { pages, filing } = parts;
  const batch = batchOf(parts, visit);
  if ((await pages.keep(visit, batch, pages.read(visit.req, batch))) === null) return;
  await filing.extend(visit.candidate, batch.code);
  visit.redirect(`/batches/${batch.code}/form`);
}

async function showExpired(parts: FormParts, visit: CandidateVisit): Promise<void> {
  const batch = batchOf(parts, visit);
  // The window was lengthened since the page began to count: the form goes on.
  if (await parts.filing.isFormRunning(visit.candidate, batch.code))
    return visit.redirect(`/batches/${batch.code}/form`);
  const { standing } = await parts.filing.findStanding(visit.candidate, batch.code);
  visit.render('candidate/filing/expired', { batch, pause: presentPause(standing) });
}

const batchOf = ({ filing }: FormParts, visit: CandidateVisit) =>
  filing.getBatch(String(visit.req.params.batch));

const shown = ({ filing }: FormParts, visit: CandidateVisit, batch: Batch, choices: ChoiceList) => [
  ...presentViolations(batch, filing.check(visit.candidate, batch, choices)),
  ...adviseOnChoices(batch, choices),
];
