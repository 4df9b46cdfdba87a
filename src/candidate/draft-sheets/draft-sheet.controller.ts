import { presentTimes } from '../../domain/batches/hours.presenter';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { adviseOnChoices } from '../../domain/choice-lists/advice.presenter';
import { findArrangedSlot, findMoveFault, readArrangement } from '../../domain/choice-lists/arrangement.form';
import { readChoiceList } from '../../domain/choice-lists/choice-list.form';
import { listStandings } from '../../domain/choice-lists/standing';
import { isStillToCome, presentViolations } from '../../domain/choice-lists/violation.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError, notFound } from '../../infrastructure/errors';
import { readField, readParameter } from '../../infrastructure/http/page-renderer';
import { keepAgreed } from '../../rules/filing/agreements';
import { arrangeChoices } from '../../rules/filing/arrange';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import { findNextField } from '../filing/next-field';
import { deleteDraftSheet, findDraftSheet, keepDraftSheet, listDraftSheets } from './draft-sheet.repository';
import { presentBlankSheet, presentPrintedSheet } from './printed-sheet.presenter';
import { getSheetBatch } from './sheet-batch';
import { type DraftSheetParts, presentSheet, render } from './sheet-pages.controller';

/** 志愿草表: prepared in the days before, with all checks and no save spent; printed; taken over into the form. */
export function createDraftSheetControllers(parts: DraftSheetParts) {
  return bindParts(parts, { list, show, check, keep, arrange, discard, print, printBlank, takeOver });
}

export type DraftSheetControllers = ReturnType<typeof createDraftSheetControllers>;

async function list({ reference, db, clock }: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const { calendar } = reference.current();
  const [{ standings }, sheets] = await Promise.all([
    listStandings(db, clock, calendar, visit.candidate),
    listDraftSheets(db, visit.candidate.id),
  ]);
  const rows = standings
    .filter(
      ({ standing }) =>
        standing.ineligibility === null && ['before', 'open', 'pause'].includes(standing.phase),
    )
    .map(({ batch, standing }) => ({
      batch,
      window: standing.window && presentTimes(standing.window),
      sheet: sheets.find((sheet) => sheet.batch === batch.code) ?? null,
      mayTakeOver: standing.offers.includes('fill') || standing.offers.includes('modify'),
    }));
  visit.render('candidate/draft-sheets/list', { rows });
}

async function show(parts: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const batch = await getBatch(parts, visit);
  const sheet = await findDraftSheet(parts.db, visit.candidate.id, batch.code);
  // A whole list that was filled in is judged at once: nobody typed it code by code beside what is said of each.
  const found = sheet?.replacedAt ? findFaults(parts, visit.candidate, batch, sheet.choices) : [];
  render(parts, visit, batch, {
    choices: sheet?.choices ?? {},
    violations: found.filter((one) => !isStillToCome(one)),
    checked: false,
    replacedAt: sheet?.replacedAt ?? null,
    focus: readParameter(visit.req.query, 'at'),
    moves: visit.req.query.moves !== undefined,
  });
}

async function check(parts: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const batch = await getBatch(parts, visit);
  const choices = read(parts, visit, batch);
  await keepSheet(parts, visit.candidate, batch, choices);
  const violations = findFaults(parts, visit.candidate, batch, choices);
  const onward = readField(visit.req, 'onward') !== '';
  const sheet = await findDraftSheet(parts.db, visit.candidate.id, batch.code);
  render(parts, visit, batch, {
    choices,
    violations: onward ? violations.filter((one) => !isStillToCome(one)) : violations,
    checked: !onward,
    replacedAt: sheet?.replacedAt ?? null,
    focus: onward ? findNextField(batch, choices) : '',
  });
}

async function keep(parts: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const { clock, db } = parts;
  const batch = await getBatch(parts, visit);
  const choices = read(parts, visit, batch);
  await keepSheet(parts, visit.candidate, batch, choices);
  const violations = findFaults(parts, visit.candidate, batch, choices);
  const { sections } = presentSheet(parts, visit.candidate, batch, { choices, violations, checked: true });
  visit.render('candidate/draft-sheets/_kept', { sections, keptAt: await clock.now(db) });
}

async function arrange(parts: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const batch = await getBatch(parts, visit);
  const before = read(parts, visit, batch);
  const asked = readField(visit.req, 'arrange') === 'show';
  const sheet = `/draft-sheets/${batch.code}${asked || readField(visit.req, 'moves') !== '' ? '?moves' : ''}`;
  if (asked) {
    await keepSheet(parts, visit.candidate, batch, before);
    return visit.redirect(sheet);
  }
  const fault = findMoveFault(visit.req, batch, before);
  if (fault !== null) {
    await keepSheet(parts, visit.candidate, batch, before);
    const moves = readField(visit.req, 'moves') !== '';
    const view = { choices: before, violations: [], checked: false, moveFault: fault, moves };
    return render(parts, visit, batch, { ...view, status: 422 });
  }
  const arrangement = readArrangement(visit.req, batch);
  const section = batch.sections.find(({ code }) => code === arrangement?.section);
  if (arrangement === null || section === undefined) throw new AppError('badRequest', 400);
  await keepSheet(parts, visit.candidate, batch, arrangeChoices(before, arrangement, section.slots.max));
  visit.redirect(`${sheet}#${findArrangedSlot(arrangement, before)}`);
}

async function discard(parts: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const batch = await getBatch(parts, visit);
  await deleteDraftSheet(parts.db, visit.candidate.id, batch.code);
  visit.redirect('/draft-sheets');
}

async function print(parts: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const batch = await getBatch(parts, visit);
  const sheet = await findDraftSheet(parts.db, visit.candidate.id, batch.code);
  const { sections } = presentSheet(parts, visit.candidate, batch, {
    choices: sheet?.choices ?? {},
    violations: [],
    checked: false,
  });
  visit.render('candidate/draft-sheets/print', {
    batch,
    sections: presentPrintedSheet(sections),
    back: `/draft-sheets/${batch.code}`,
  });
}

async function printBlank(parts: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const batch = await getBatch(parts, visit);
  const { sections } = presentSheet(parts, visit.candidate, batch, {
    choices: {},
    violations: [],
    checked: false,
  });
  const blank = presentBlankSheet(batch, sections);
  visit.render('candidate/draft-sheets/blank', { batch, sections: blank, back: '/draft-sheets' });
}

async function takeOver(parts: DraftSheetParts, visit: CandidateVisit): Promise<void> {
  const { db, filing } = parts;
  const batch = await getBatch(parts, visit);
  const sheet = await findDraftSheet(db, visit.candidate.id, batch.code);
  if (sheet === null) throw notFound();
  const rows = await filing.readForm(visit.candidate.id, batch.code);
  const entry = filing.enterForm(visit.candidate, batch.code, rows);
  if (entry.kind === 'noticeFirst') throw new AppError('formNotOpened', 409);
  if (entry.kind === 'form') {
    const at = { tab: '', revision: entry.form.draft?.revision ?? 0, replaced: entry.form.choices };
    const list = { ...at, choices: keepAgreed(sheet.choices, entry.form.choices) };
    if (!(await filing.replaceDraft(visit.candidate, batch.code, list)))
      throw new AppError('formNotOpened', 409);
  }
  visit.redirect(`/batches/${batch.code}/form`);
}

const getBatch = (parts: DraftSheetParts, visit: CandidateVisit) => getSheetBatch(parts, visit);

const read = ({ reference }: DraftSheetParts, { req }: CandidateVisit, batch: Batch) =>
  readChoiceList(req, reference.current().calendar.pack, batch);

const keepSheet = async (
  { db, clock }: DraftSheetParts,
  candidate: CandidateRecord,
  batch: Batch,
  choices: ChoiceList,
) => keepDraftSheet(db, { candidateId: candidate.id, batch: batch.code, choices, at: await clock.now(db) });

const findFaults = (
  { filing }: DraftSheetParts,
  candidate: CandidateRecord,
  batch: Batch,
  choices: ChoiceList,
) => [
  // 承诺书 are agreed to in the form, with the list that is saved.
  ...presentViolations(
    batch,
    filing.check(candidate, batch, choices).filter(({ code }) => code !== 'undertakingNotAgreed'),
  ),
  ...adviseOnChoices(batch, choices),
];
