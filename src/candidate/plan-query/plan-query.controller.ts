import { parse } from 'node:querystring';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { planScopeOf } from '../../domain/choice-lists/standing';
import { slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import { readField } from '../../infrastructure/http/page-renderer';
import type { SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import type { Batch } from '../../rules/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { ChoiceTarget, OpenedList } from './choice-target';
import { type Filling, fillChoice, getSlot, type OldMajors } from './fill-choice';
import { type FormField, findFormField, presentField } from './form-field';
import { presentMarks } from './marks.presenter';
import { findPicked, type Picked, presentPicked, presentPickRefusal } from './picked';
import { type Parameters, type PlanQuery, readPlanQuery, writePlanQuery } from './plan-filter.form';
import type { PlanResults } from './plan-results';
import { askForField } from './search.controller';

interface Place {
  readonly batch: Batch;
  readonly field: FormField;
  readonly scope: PlanScope;
}

/** So often another window may write between reading the list and writing it. */
const TRIES = 3;

interface PlanQueryParts {
  readonly target: ChoiceTarget;
  readonly results: PlanResults;
  readonly reference: Watched<Reference>;
}

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

const pathOf = ({ target }: PlanQueryParts, { batch, field }: Place) => target.pathOf(batch, field.name);

const backTo = ({ target }: PlanQueryParts, { batch, field }: Place) => target.backTo(batch, field.name);

const rangeOf = ({ field, scope }: Place) => ({ scope, sections: [field.section] });

function findResults(
  parts: PlanQueryParts,
  { candidate }: CandidateVisit,
  { field, scope }: Place,
  query: PlanQuery,
) {
  const { target, results, reference } = parts;
  const request = askForField(scope, field, query);
  if (!target.marked) return results.get(request);
  const { pack } = reference.current().calendar;
  const reader = { facts: toFacts(candidate), scope };
  return results.get({ ...request, mark: (entry) => presentMarks(pack, [field.section], reader, entry) });
}

/** Without a filter a 专业 is looked for at the institution that stands before it. */
function readQuery(parts: PlanQueryParts, { field, scope }: Place, list: OpenedList, parameters: Parameters) {
  const query = readPlanQuery(parameters);
  const code = normaliseCode(getSlot(list.choices, field).institution);
  const known = parts.reference.current().plan.listEntries(scope, code).length > 0;
  const asked = Object.hasOwn(parameters, 'institution');
  return field.kind === 'major' && known && !asked ? { ...query, institution: code } : query;
}

function send(
  parts: PlanQueryParts,
  visit: CandidateVisit,
  place: Place,
  list: OpenedList,
  parameters: Parameters,
  fault = '',
): void {
  const { batch, field, scope } = place;
  const query = readQuery(parts, place, list, parameters);
  visit.render(
    'candidate/plan-query/plan-query',
    {
      batch,
      field,
      fieldLabel: presentField(field),
      query,
      fault,
      results: findResults(parts, visit, place, query),
      action: pathOf(parts, place),
      back: backTo(parts, place),
      target: parts.target.name,
      expiresAt: list.expiresAt,
      search: parts.target.searchOf(scope, field.name),
    },
    { status: fault === '' ? 200 : 422 },
  );
}

/** An institution alone is no 专业. */
function findAllowed(parts: PlanQueryParts, place: Place, text: string): Picked | null {
  const picked = findPicked(parts.reference.current(), rangeOf(place), text);
  return place.field.kind === 'major' && picked?.entry === null ? null : picked;
}

/** Asks, or tells why nothing was filled in. */
function answer(
  parts: PlanQueryParts,
  visit: CandidateVisit,
  place: Place,
  list: OpenedList,
  picked: Picked,
  filling: Exclude<Filling, { readonly outcome: 'filled' }>,
): void {
  if (filling.outcome === 'othersMajors') askToReplace(parts, visit, place, picked, filling.slot);
  else send(parts, visit, place, list, readBack(visit), presentNotFilled(parts.target, filling));
}

function askToReplace(
  parts: PlanQueryParts,
  visit: CandidateVisit,
  place: Place,
  picked: Picked,
  slot: SlotChoice,
): void {
  const { plan } = parts.reference.current();
  const code = normaliseCode(slot.institution);
  const rows = plan.listEntries(place.scope, code);
  const nameOf = (major: string) => rows.find((row) => row.major === major)?.majorName ?? '';
  visit.render('candidate/plan-query/replace', {
    batch: place.batch,
    slotLabel: slotTitle(place.field.section, place.field.slot),
    old: { code, name: plan.findInstitution(code)?.name ?? '' },
    majors: slot.majors
      .map(normaliseCode)
      .filter((major) => major !== '')
      .map((major) => ({ code: major, name: nameOf(major) })),
    picked: presentPicked(picked),
    choice: readField(visit.req, 'choice'),
    query: writePlanQuery(readPlanQuery(readBack(visit))),
    action: pathOf(parts, place),
  });
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

function presentNotFilled(
  { name }: ChoiceTarget,
  filling: Extract<Filling, { readonly outcome: 'full' | 'repeated' | 'otherCategory' }>,
): string {
  if (filling.outcome === 'otherCategory')
    return `此志愿中已有【${filling.category === '' ? '普通' : filling.category}】类别的专业，一个志愿只能填报同一类别的专业，没有填入。请填到另一个志愿，或返回${name}修改。`;
  return filling.outcome === 'full'
    ? `此志愿的专业已填满，没有填入。要换专业，请返回${name}，从要换的专业旁边选择。`
    : `此专业已填在专业${filling.major}，没有重复填入。`;
}

/** The query that the page with the pressed button showed. */
function readBack({ req }: CandidateVisit): Parameters {
  return parse(readField(req, 'query').replace(/^\?/, ''));
}

function readOldMajors({ req }: CandidateVisit): OldMajors {
  const answer = readField(req, 'oldMajors');
  return answer === 'keep' || answer === 'clear' ? answer : '';
}
