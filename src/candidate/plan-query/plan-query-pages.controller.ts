import { parse } from 'node:querystring';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { type Parameters, readField } from '../../infrastructure/http/page-renderer';
import type { SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { ChoiceTarget, OpenedList } from './choice-target';
import { type Filling, getSlot } from './fill-choice';
import { type FormField, presentField } from './form-field';
import { presentMarks } from './marks.presenter';
import { type Picked, presentPicked } from './picked';
import { type PlanQuery, readPlanQuery, writePlanQuery } from './plan-filter.form';
import type { PlanResults } from './plan-results';
import { askForField } from './search.controller';

export interface Place {
  readonly batch: Batch;
  readonly field: FormField;
  readonly scope: PlanScope;
}

export interface PlanQueryParts {
  readonly target: ChoiceTarget;
  readonly results: PlanResults;
  readonly reference: Watched<Reference>;
}

export const pathOf = ({ target }: PlanQueryParts, { batch, field }: Place) =>
  target.pathOf(batch, field.name);

export const backTo = ({ target }: PlanQueryParts, { batch, field }: Place) =>
  target.backTo(batch, field.name);

export function findResults(
  parts: PlanQueryParts,
  { candidate }: CandidateVisit,
  { field, scope }: Place,
  query: PlanQuery,
) {
  const { target, results, reference } = parts;
  const request = askForField(scope, field, query);
  if (!target.marked) return results.get(request);
  const { calendar, plan } = reference.current();
  const { pack } = calendar;
  const reader = { facts: toFacts(candidate), scope, plan };
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

export function send(
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

/** Asks, or tells why nothing was filled in. */
export function answer(
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
export function readBack({ req }: CandidateVisit): Parameters {
  return parse(readField(req, 'query').replace(/^\?/, ''));
}
