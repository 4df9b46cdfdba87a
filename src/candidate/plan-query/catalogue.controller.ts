import { parse } from 'node:querystring';
import type { Request } from 'express';
import { presentIneligibility } from '../../domain/batches/batch-state.presenter';
import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { planScopeOf } from '../../domain/choice-lists/standing';
import { slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { type Parameters, readField, readParameter } from '../../infrastructure/http/page-renderer';
import { findExceededCap } from '../../rules/filing/check-school-cap';
import type { ChoiceList } from '../../rules/filing/choice-list';
import { findBatchIneligibility } from '../../rules/filing/eligibility';
import type { Batch, CandidateFacts, RulePack } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import { type Addition, addChoice } from './add-choice';
import type { ChoiceTarget } from './choice-target';
import { type FormField, findFormField } from './form-field';
import { presentMarks } from './marks.presenter';
import { readOwnFilter, writeOwnFilter } from './own-filter.form';
import { createOwnRows } from './own-rows';
import { findPicked, type PickRange, presentPickRefusal } from './picked';
import { readPlanQuery, writePlanQuery } from './plan-filter.form';
import type { PlanResults } from './plan-results';

/** The 志愿草表 that rows of the catalogue are added to. */
interface Sheets {
  readonly target: ChoiceTarget;
  /** Whether the candidate can prepare a sheet for that batch now. */
  accepts(candidate: CandidateRecord, batch: string): Promise<boolean>;
}

interface CatalogueParts extends Sheets {
  readonly results: PlanResults;
  readonly reference: Watched<Reference>;
}

/**
 * 招生计划 outside the form, for every candidate and every batch of the pack: what may be chosen, what may not, and why.
 * 普通类 types its codes by hand in the form, as the manual wants (chapter three).
 */
export function createCatalogueControllers(
  results: PlanResults,
  reference: Watched<Reference>,
  given: Sheets,
) {
  const parts: CatalogueParts = { results, reference, ...given };
  return bindParts(parts, { show, add });
}

export type CatalogueControllers = ReturnType<typeof createCatalogueControllers>;

const show = (parts: CatalogueParts, visit: CandidateVisit) => send(parts, visit, visit.req.query);

/** 加入草表 beside a row. */
async function add(parts: CatalogueParts, visit: CandidateVisit): Promise<void> {
  const batch = await parts.target.getBatch(visit);
  const back: Parameters = {
    ...parse(readField(visit.req, 'query').replace(/^\?/, '')),
    batch: batch.code,
  };
  const range = { scope: planScopeOf(batch, visit.candidate), sections: batch.sections };
  const list = await parts.target.open(visit, batch);
  if (list === null) return;
  const { choices, fields, faults } = addAll(parts, visit, batch, range, list.choices);
  if (fields.length > 0) await list.write(choices);
  const [field] = fields;
  if (visit.req.get('hx-request') !== undefined) {
    const said = { batch, faults, count: fields.length, added: field && presentAdded(parts, batch, field) };
    return visit.render('candidate/plan-query/_added', said);
  }
  const told = fields.length > 0 ? [`已加入${fields.length}个专业。`, ...faults] : faults;
  if (field === undefined || faults.length > 0) return send(parts, visit, back, told.join(''));
  const reach = readParameter(back, 'range') === 'all' ? 'all' : 'own';
  const { past, schoolKinds } = parts.reference.current().plan;
  const narrowed = writeOwnFilter(readOwnFilter(back, past.hasBatch(batch.name), schoolKinds));
  const others = { batch: batch.code, range: reach, ...narrowed, added: field.name };
  visit.redirect(`/plans${writePlanQuery(readPlanQuery(back), others)}`);
}

async function send(
  parts: CatalogueParts,
  visit: CandidateVisit,
  parameters: Parameters,
  fault = '',
): Promise<void> {
  const { reference, accepts, results } = parts;
  const { calendar, plan } = reference.current();
  const { pack } = calendar;
  const facts = toFacts(visit.candidate);
  const batch = getBatch(pack, facts, readParameter(parameters, 'batch'));
  const scope = planScopeOf(batch, visit.candidate);
  const hasOwn = plan.hasScope(scope);
  const whole = !hasOwn || readParameter(parameters, 'range') === 'all';
  const ineligibility = findBatchIneligibility(batch, facts, calendar.listAudiences(batch.code));
  const query = readPlanQuery(parameters);
  const hasPast = plan.past.hasBatch(batch.name);
  const own = readOwnFilter(parameters, hasPast, plan.schoolKinds);
  const { track, audience } = scope;
  const takesSheet = ineligibility === null && (await accepts(visit.candidate, batch.code));
  // A batch that the candidate may not file is named once, above, and not at each row.
  const mark =
    ineligibility === null
      ? (entry: PlanEntry) => presentMarks(pack, batch.sections, { facts, scope, plan }, entry)
      : null;
  const added = findFormField(batch, readParameter(parameters, 'added'));
  visit.render(
    'candidate/plan-query/catalogue',
    {
      batch,
      batches: pack.batches.map((one) => ({
        code: one.code,
        name: one.name,
        closed: findBatchIneligibility(one, facts, calendar.listAudiences(one.code)) !== null,
      })),
      year: pack.year,
      query,
      own,
      kinds: plan.schoolKinds,
      ownRank: typeof facts.totalRank === 'number' ? facts.totalRank : null,
      hasPast,
      hasOwn,
      whole,
      refusal: ineligibility === null ? '' : presentIneligibility(pack, batch, ineligibility),
      fault,
      added: added && presentAdded(parts, batch, added),
      results: results.get({
        range: { batch: batch.code, open: whole ? null : { track, audience }, planTypes: null },
        query,
        pick: takesSheet ? 'sheet' : 'none',
        others: { batch: batch.code, range: whole ? 'all' : 'own', ...writeOwnFilter(own) },
        mark,
        keep: createOwnRows(own.filter, { pack, batch, catalogue: plan, scope }, mark),
      }),
    },
    { status: fault === '' && Object.keys(own.errors).length === 0 ? 200 : 422 },
  );
}

/** Adds one row after the other, so that ticked majors stand in the order in which they were ticked. */
function addAll(
  parts: CatalogueParts,
  visit: CandidateVisit,
  batch: Batch,
  range: PickRange,
  before: ChoiceList,
) {
  const fields: FormField[] = [];
  const faults: string[] = [];
  let choices = before;
  for (const text of readTicked(visit.req)) {
    const addition = addOne(parts, visit, batch, range, choices, text);
    if (typeof addition === 'string') faults.push(addition);
    else {
      choices = addition.choices;
      fields.push(addition.field);
    }
  }
  return { choices, fields, faults };
}

/** @returns why it was not added, or the list with it */
function addOne(
  parts: CatalogueParts,
  { candidate }: CandidateVisit,
  batch: Batch,
  range: PickRange,
  choices: ChoiceList,
  text: string,
) {
  const { reference } = parts;
  const picked = findPicked(reference.current(), range, text);
  const row = picked?.entry ? picked : null;
  const fault = presentPickRefusal(reference.current(), range, candidate, row);
  if (!row?.entry || fault !== '') return fault;
  const addition = addChoice(batch, choices, row.entry, (institution) =>
    reference.current().plan.listEntries(range.scope, institution),
  );
  if (addition.outcome !== 'added') return presentNotAdded(addition);
  const { caps = [] } = reference.current().calendar.pack;
  const exceeded = findExceededCap({ schoolCaps: [], caps }, batch, toFacts(candidate), addition.choices);
  return exceeded === null ? addition : `${exceeded}，没有加入。`;
}

function presentAdded(parts: CatalogueParts, batch: Batch, { section, slot, name }: FormField) {
  return { slot: slotTitle(section, slot), sheet: parts.target.backTo(batch, name) };
}

/** What 加入草表 sends: one row, or all that were ticked, in the order that the script noted, else as they stand. */
function readTicked(req: Request): readonly string[] {
  const one = readField(req, 'choice');
  if (one !== '') return [one];
  const raw: unknown = req.body?.tick;
  const ticked = (Array.isArray(raw) ? raw : [raw]).filter(
    (text): text is string => typeof text === 'string',
  );
  const order = readField(req, 'order').split(',');
  const placeOf = (text: string) => (order.includes(text) ? order.indexOf(text) : order.length);
  const sorted = ticked.toSorted((first, second) => placeOf(first) - placeOf(second));
  return sorted.length === 0 ? [''] : sorted;
}

function presentNotAdded(addition: Exclude<Addition, { readonly outcome: 'added' }>): string {
  if (addition.outcome === 'noRoom')
    return '草表中能填此计划的志愿都填满了，没有加入。请先在草表中删除一个志愿。';
  const slot = slotTitle(addition.field.section, addition.field.slot);
  if (addition.outcome === 'otherCategory')
    return `草表的${slot}中是此院校另一类别的专业，一个志愿只能填报同一类别的专业，没有加入。要填报此类别，请先在草表中修改。`;
  return addition.outcome === 'repeated'
    ? `此计划已在草表的${slot}中，没有重复加入。`
    : `草表的${slot}中此院校的专业已填满，没有加入。要换专业，请在草表中修改。`;
}

/** The batch of that code; without one the first that is open to the candidate. @throws AppError notFound */
function getBatch(pack: RulePack, facts: CandidateFacts, code: string): Batch {
  const open = () => pack.batches.find((batch) => findBatchIneligibility(batch, facts) === null);
  const batch = code === '' ? (open() ?? pack.batches[0]) : pack.batches.find((one) => one.code === code);
  if (batch === undefined) throw notFound();
  return batch;
}
