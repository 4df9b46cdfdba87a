import { planScopeOf } from '../../domain/choice-lists/standing';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import { readField } from '../../infrastructure/http/page-renderer';
import type { CandidateVisit } from '../as-candidate';
import type { ChoiceTarget, OpenedList } from './choice-target';
import { fillChoice, type OldMajors } from './fill-choice';
import { findFormField } from './form-field';
import { findPicked, type Picked, presentPickRefusal } from './picked';
import { readPlanQuery } from './plan-filter.form';
import {
  answer,
  backTo,
  findResults,
  type Place,
  type PlanQueryParts,
  pathOf,
  readBack,
  send,
} from './plan-query-pages.controller';
import type { PlanResults } from './plan-results';

/** So often another window may write between reading the list and writing it. */
const TRIES = 3;

/** 选择院校 and 选择专业 of a form or a 志愿草表 (manual, chapter three C, figures 9–11). */
export function createPlanQueryControllers(
  target: ChoiceTarget,
  results: PlanResults,
  reference: Watched<Reference>,
) {
  const parts: PlanQueryParts = { target, results, reference };
  return bindParts(parts, { open, show, search, choose });
}

export type PlanQueryControllers = ReturnType<typeof createPlanQueryControllers>;

async function open(parts: PlanQueryParts, visit: CandidateVisit): Promise<void> {
  const place = await getPlace(parts, visit, visit.req.query.field);
  if (await parts.target.keep(visit, place.batch)) visit.redirect(pathOf(parts, place));
}

async function show(parts: PlanQueryParts, visit: CandidateVisit): Promise<void> {
  const place = await getPlace(parts, visit, visit.req.params.field);
  const list = await parts.target.open(visit, place.batch);
  if (list !== null) send(parts, visit, place, list, visit.req.query);
}

/** What is found as one types, for a target whose pages are marked. */
async function search(parts: PlanQueryParts, visit: CandidateVisit): Promise<void> {
  const place = await getPlace(parts, visit, visit.req.params.field);
  const found = findResults(parts, visit, place, readPlanQuery(visit.req.query));
  visit.render('candidate/plan-query/_results', { results: found });
}

async function choose(parts: PlanQueryParts, visit: CandidateVisit): Promise<void> {
  const { reference, target } = parts;
  const place = await getPlace(parts, visit, visit.req.params.field);
  const picked = findAllowed(parts, place, readField(visit.req, 'choice'));
  const fault = presentPickRefusal(reference.current(), rangeOf(place), visit.candidate, picked);
  for (let left = TRIES; left > 0; left -= 1) {
    const list = await target.open(visit, place.batch);
    if (list === null) return;
    if (picked === null || fault !== '') return send(parts, visit, place, list, readBack(visit), fault);
    const filling = await fill(parts, visit, place, list, picked);
    if (filling?.outcome === 'filled') return visit.redirect(backTo(parts, place));
    if (filling !== null) return answer(parts, visit, place, list, picked, filling);
  }
  throw new AppError('conflict', 409);
}

async function getPlace(parts: PlanQueryParts, visit: CandidateVisit, name: unknown): Promise<Place> {
  const batch = await parts.target.getBatch(visit);
  const field = findFormField(batch, String(name));
  if (field === null) throw notFound();
  return { batch, field, scope: planScopeOf(batch, visit.candidate) };
}

const rangeOf = ({ field, scope }: Place) => ({ scope, sections: [field.section] });

/** An institution alone is no 专业. */
function findAllowed(parts: PlanQueryParts, place: Place, text: string): Picked | null {
  const picked = findPicked(parts.reference.current(), rangeOf(place), text);
  return place.field.kind === 'major' && picked?.entry === null ? null : picked;
}

/** Writes the choice into the list as it stands now. @returns null when another window wrote in between */
async function fill(
  parts: PlanQueryParts,
  visit: CandidateVisit,
  { field, scope }: Place,
  list: OpenedList,
  picked: Picked,
) {
  const filling = fillChoice(list.choices, field, picked, readOldMajors(visit), (institution) =>
    parts.reference.current().plan.listEntries(scope, institution),
  );
  if (filling.outcome !== 'filled') return filling;
  return (await list.write(filling.choices)) ? filling : null;
}

function readOldMajors({ req }: CandidateVisit): OldMajors {
  const answer = readField(req, 'oldMajors');
  return answer === 'keep' || answer === 'clear' ? answer : '';
}
