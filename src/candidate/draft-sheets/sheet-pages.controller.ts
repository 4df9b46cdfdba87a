import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { MoveFault } from '../../domain/choice-lists/arrangement.form';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { presentSections } from '../../domain/choice-lists/form.presenter';
import { planScopeOf } from '../../domain/choice-lists/standing';
import type { ShownViolation } from '../../domain/choice-lists/violation.presenter';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { SheetParts } from './sheet-batch';

interface SheetView {
  readonly choices: ChoiceList;
  readonly violations: readonly ShownViolation[];
  readonly checked: boolean;
  /** When a whole list took the place of what was typed; null: nothing can be brought back. */
  readonly replacedAt?: Date | null;
  /** Name of the field to stand in. */
  readonly focus?: string;
  /** 上移, 下移 and 删除 as buttons beside each choice. */
  readonly moves?: boolean;
  /** 移动 was pressed with numbers that nothing can be done by. */
  readonly moveFault?: MoveFault;
  readonly status?: number;
}

export interface DraftSheetParts extends SheetParts {
  readonly filing: FilingService;
}

export function presentSheet(
  parts: DraftSheetParts,
  candidate: CandidateRecord,
  batch: Batch,
  view: SheetView,
) {
  const { calendar, plan } = parts.reference.current();
  const scope = planScopeOf(batch, candidate);
  const sections = presentSections(
    { pack: calendar.pack, batch, catalogue: plan, scope },
    view.choices,
    view.violations,
  );
  return { scope, sections };
}

export function render(parts: DraftSheetParts, visit: CandidateVisit, batch: Batch, view: SheetView): void {
  const { scope, sections } = presentSheet(parts, visit.candidate, batch, view);
  const model = {
    batch,
    sections,
    checked: view.checked,
    blocks: view.violations.filter(({ severity }) => severity === 'block'),
    warns: view.violations.filter(({ severity }) => severity === 'warn'),
    arrangeable: `/draft-sheets/${batch.code}/arrangement`,
    planQuery: `/draft-sheets/${batch.code}/plan-query`,
    focus: view.focus,
    standing: !view.checked && view.moveFault === undefined,
    moves: view.moves ?? false,
    moveFault: view.moveFault,
    pasting: `/draft-sheets/${batch.code}/pasting`,
    listFile: `/draft-sheets/${batch.code}/list-file`,
    listReturn: `/draft-sheets/${batch.code}/list-return`,
    replacedAt: view.replacedAt,
    lookUp: `/look-up/${scope.batch}/${scope.track}/${encodeURIComponent(scope.audience || '-')}`,
  };
  visit.render('candidate/draft-sheets/sheet', model, { status: view.status ?? 200 });
}
