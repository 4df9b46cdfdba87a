import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { adviseOnChoices } from '../../domain/choice-lists/advice.presenter';
import { findArrangedSlot, readArrangement } from '../../domain/choice-lists/arrangement.form';
import { readChoiceList } from '../../domain/choice-lists/choice-list.form';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { presentSections } from '../../domain/choice-lists/form.presenter';
import { listStandings, planScopeOf } from '../../domain/choice-lists/standing';
import {
  isStillToCome,
  presentViolations,
  type ShownViolation,
} from '../../domain/choice-lists/violation.presenter';
import { AppError, notFound } from '../../infrastructure/errors';
import { formatMinute } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import { arrangeChoices } from '../../rules/filing/arrange';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/rule-pack';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import { findNextField } from '../filing/next-field';
import { deleteDraftSheet, findDraftSheet, keepDraftSheet, listDraftSheets } from './draft-sheet.repository';
import { getSheetBatch, type SheetParts } from './sheet-batch';

export interface DraftSheetControllers {
  readonly list: CandidateHandler;
  readonly show: CandidateHandler;
  readonly check: CandidateHandler;
  readonly keep: CandidateHandler;
  readonly arrange: CandidateHandler;
  readonly discard: CandidateHandler;
  readonly print: CandidateHandler;
  readonly printBlank: CandidateHandler;
  readonly takeOver: CandidateHandler;
}

interface SheetView {
  readonly choices: ChoiceList;
  readonly violations: readonly ShownViolation[];
  readonly checked: boolean;
  /** Name of the field to stand in. */
  readonly focus?: string;
  /** 上移, 下移 and 删除 as buttons beside each choice. */
  readonly moves?: boolean;
}

interface DraftSheetParts extends SheetParts {
  readonly filing: FilingService;
}

/** 志愿草表: prepared in the days before, with all checks and no save spent; printed; taken over into the form. */
export function createDraftSheetControllers(parts: DraftSheetParts): DraftSheetControllers {
  const { db, clock, reference, filing } = parts;

  const getBatch = (visit: CandidateVisit) => getSheetBatch(parts, visit);
  const read = ({ req }: CandidateVisit, batch: Batch) =>
    readChoiceList(req, reference.current().calendar.pack, batch);
  const keepSheet = async (candidate: CandidateRecord, batch: Batch, choices: ChoiceList) =>
    keepDraftSheet(db, { candidateId: candidate.id, batch: batch.code, choices, at: await clock.now(db) });
  const findFaults = (candidate: CandidateRecord, batch: Batch, choices: ChoiceList) => [
    ...presentViolations(batch, filing.check(candidate, batch, choices)),
    ...adviseOnChoices(batch, choices),
  ];

  function presentSheet(candidate: CandidateRecord, batch: Batch, view: SheetView) {
    const { calendar, plan } = reference.current();
    const scope = planScopeOf(batch, candidate);
    const sections = presentSections(
      { pack: calendar.pack, batch, catalogue: plan, scope },
      view.choices,
      view.violations,
    );
    return { scope, sections };
  }

  function render(visit: CandidateVisit, batch: Batch, view: SheetView): void {
    const { scope, sections } = presentSheet(visit.candidate, batch, view);
    visit.render('candidate/draft-sheets/sheet', {
      batch,
      sections,
      checked: view.checked,
      blocks: view.violations.filter(({ severity }) => severity === 'block'),
      warns: view.violations.filter(({ severity }) => severity === 'warn'),
      arrangeable: `/draft-sheets/${batch.code}/arrangement`,
      planQuery: `/draft-sheets/${batch.code}/plan-query`,
      focus: view.focus,
      standing: !view.checked,
      moves: view.moves ?? false,
      pasting: `/draft-sheets/${batch.code}/pasting`,
      lookUp: `/look-up/${scope.batch}/${scope.track}/${encodeURIComponent(scope.audience || '-')}`,
    });
  }

  return {
    async list(visit) {
      const { calendar } = reference.current();
      const [{ standings }, sheets] = await Promise.all([
        listStandings(db, clock, calendar, visit.candidate),
        listDraftSheets(db, visit.candidate.id),
      ]);
      const rows = standings
        .filter(
          ({ standing }) => standing.ineligibility === null && ['before', 'open'].includes(standing.phase),
        )
        .map(({ batch, standing }) => ({
          batch,
          window:
            standing.window &&
            `${formatMinute(standing.window.opensAt)}至${formatMinute(standing.window.closesAt)}`,
          sheet: sheets.find((sheet) => sheet.batch === batch.code) ?? null,
          mayTakeOver: standing.offers.includes('fill') || standing.offers.includes('modify'),
        }));
      visit.render('candidate/draft-sheets/list', { rows });
    },

    async show(visit) {
      const batch = await getBatch(visit);
      const sheet = await findDraftSheet(db, visit.candidate.id, batch.code);
      render(visit, batch, {
        choices: sheet?.choices ?? {},
        violations: [],
        checked: false,
        focus: String(visit.req.query.at ?? ''),
        moves: visit.req.query.moves !== undefined,
      });
    },

    async check(visit) {
      const batch = await getBatch(visit);
      const choices = read(visit, batch);
      await keepSheet(visit.candidate, batch, choices);
      const violations = findFaults(visit.candidate, batch, choices);
      const onward = readField(visit.req, 'onward') !== '';
      render(visit, batch, {
        choices,
        violations: onward ? violations.filter((one) => !isStillToCome(one)) : violations,
        checked: !onward,
        focus: onward ? findNextField(batch, choices) : '',
      });
    },

    async keep(visit) {
      const batch = await getBatch(visit);
      const choices = read(visit, batch);
      await keepSheet(visit.candidate, batch, choices);
      const violations = findFaults(visit.candidate, batch, choices);
      const { sections } = presentSheet(visit.candidate, batch, { choices, violations, checked: true });
      visit.render('candidate/draft-sheets/_kept', { sections, keptAt: await clock.now(db) });
    },

    async arrange(visit) {
      const batch = await getBatch(visit);
      const before = read(visit, batch);
      const asked = readField(visit.req, 'arrange') === 'show';
      const sheet = `/draft-sheets/${batch.code}${asked || readField(visit.req, 'moves') !== '' ? '?moves' : ''}`;
      if (asked) {
        await keepSheet(visit.candidate, batch, before);
        return visit.redirect(sheet);
      }
      const arrangement = readArrangement(visit.req, batch);
      const section = batch.sections.find(({ code }) => code === arrangement?.section);
      if (arrangement === null || section === undefined) throw new AppError('badRequest', 400);
      await keepSheet(visit.candidate, batch, arrangeChoices(before, arrangement, section.slots.max));
      visit.redirect(`${sheet}#${findArrangedSlot(arrangement, before)}`);
    },

    async discard(visit) {
      const batch = await getBatch(visit);
      await deleteDraftSheet(db, visit.candidate.id, batch.code);
      visit.redirect('/draft-sheets');
    },

    async print(visit) {
      const batch = await getBatch(visit);
      const sheet = await findDraftSheet(db, visit.candidate.id, batch.code);
      const { sections } = presentSheet(visit.candidate, batch, {
        choices: sheet?.choices ?? {},
        violations: [],
        checked: false,
      });
      visit.render('candidate/draft-sheets/print', {
        batch,
        sections,
        blank: false,
        back: `/draft-sheets/${batch.code}`,
      });
    },

    async printBlank(visit) {
      const batch = await getBatch(visit);
      const { sections } = presentSheet(visit.candidate, batch, {
        choices: {},
        violations: [],
        checked: false,
      });
      visit.render('candidate/draft-sheets/print', { batch, sections, blank: true, back: '/draft-sheets' });
    },

    async takeOver(visit) {
      const batch = await getBatch(visit);
      const sheet = await findDraftSheet(db, visit.candidate.id, batch.code);
      if (sheet === null) throw notFound();
      const draft = await filing.findDraft(visit.candidate, batch.code);
      const taken = { tab: '', revision: draft?.revision ?? 0, choices: sheet.choices };
      const revision = await filing.keepDraft(visit.candidate, batch.code, taken);
      if (revision === null) throw new AppError('formNotOpened', 409);
      visit.redirect(`/batches/${batch.code}/form`);
    },
  };
}
