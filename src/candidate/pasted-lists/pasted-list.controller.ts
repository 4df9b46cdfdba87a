import type { FilingService } from '../../domain/choice-lists/filing.service';
import { presentSections } from '../../domain/choice-lists/form.presenter';
import { planScopeOf } from '../../domain/choice-lists/standing';
import { presentViolations } from '../../domain/choice-lists/violation.presenter';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError } from '../../infrastructure/errors';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { ChoiceTarget, OpenedList } from '../plan-query/choice-target';
import { createPastedNames, presentLeftOut, presentPlaced } from './pasted-list.presenter';
import { type Placement, placePastedList } from './place-pasted-list';
import { type PastedList, readPastedList } from './read-pasted-list';

interface PastedListParts {
  readonly filing: FilingService;
  readonly reference: Watched<Reference>;
}

/** Longest text that is read, in characters: a list of 100 choices with names is 10,000. A longer one is refused whole. */
const MAX_TEXT = 20_000;

interface PastingParts extends PastedListParts {
  readonly target: ChoiceTarget;
}

/** 粘贴一份志愿清单 into a form or a 志愿草表: read, shown, and filled in after 是. */
export function createPastedListControllers(target: ChoiceTarget, given: PastedListParts) {
  const parts: PastingParts = { target, ...given };
  return bindParts(parts, { look, fill });
}

export type PastedListControllers = ReturnType<typeof createPastedListControllers>;

/** Shows what was read out of the text, and fills nothing. */
async function look(parts: PastingParts, visit: CandidateVisit): Promise<void> {
  const { target } = parts;
  const batch = await target.getBatch(visit);
  if (!(await target.keep(visit, batch))) return;
  const list = await target.open(visit, batch);
  if (list !== null) show(parts, visit, batch, list, place(parts, visit, batch, list));
}

/** 是 on that page. */
async function fill(parts: PastingParts, visit: CandidateVisit): Promise<void> {
  const batch = await parts.target.getBatch(visit);
  const list = await parts.target.open(visit, batch);
  if (list === null) return;
  const found = place(parts, visit, batch, list);
  // A text that was mended is looked at first; a page without the form's fields keeps nothing of them.
  if (isNothing(found.pasted) || readField(visit.req, 'again') !== '')
    return show(parts, visit, batch, list, found);
  if (!(await list.replace(found.placement.choices))) throw new AppError('conflict', 409);
  visit.redirect(backTo(parts, batch));
}

function place(parts: PastingParts, visit: CandidateVisit, batch: Batch, list: OpenedList) {
  const { calendar, plan } = parts.reference.current();
  const scope = planScopeOf(batch, visit.candidate);
  const text = readField(visit.req, 'pasted');
  const tooLong = text.length > MAX_TEXT;
  const pasted = readPastedList(tooLong ? '' : text, calendar.pack.codes, createPastedNames(plan, scope));
  const at = readField(visit.req, 'pastedAt');
  return {
    text,
    tooLong,
    at,
    scope,
    pasted,
    placement: placePastedList(batch, list.choices, pasted.choices, at),
  };
}

function listSlots(parts: PastingParts, visit: CandidateVisit, batch: Batch, placement: Placement) {
  const { reference, filing } = parts;
  const { calendar, plan } = reference.current();
  const formPlan = {
    pack: calendar.pack,
    batch,
    catalogue: plan,
    scope: planScopeOf(batch, visit.candidate),
  };
  const violations = presentViolations(batch, filing.check(visit.candidate, batch, placement.choices));
  const slots = presentSections(formPlan, placement.choices, violations).flatMap((section) => section.slots);
  return placement.placed.map(({ place: { section, slot } }) =>
    slots.find(({ id }) => id === `${section.code}-${slot}`),
  );
}

function show(
  parts: PastingParts,
  visit: CandidateVisit,
  batch: Batch,
  list: OpenedList,
  { text, tooLong, at, pasted, placement }: ReturnType<typeof place>,
): void {
  const { reference, target } = parts;
  const { plan } = reference.current();
  const slots = listSlots(parts, visit, batch, placement);
  visit.render(
    'candidate/pasted-lists/look',
    {
      batch,
      text,
      tooLong: tooLong ? { length: text.length, most: MAX_TEXT } : null,
      at,
      rows: presentPlaced(plan, placement).map((row, index) => ({ ...row, slot: slots[index] })),
      leftOut: presentLeftOut(placement, pasted.skipped),
      action: `${backTo(parts, batch).replace(/\/form$/, '')}/pasting/filling`,
      back: backTo(parts, batch),
      target: target.name,
      expiresAt: list.expiresAt,
    },
    { status: isNothing(pasted) ? 422 : 200 },
  );
}

const backTo = ({ target }: PastingParts, batch: Batch) => target.backTo(batch, '').replace(/\?.*$/, '');

function isNothing({ choices }: PastedList): boolean {
  return choices.length === 0;
}
