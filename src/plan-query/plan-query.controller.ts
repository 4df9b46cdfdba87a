import { randomBytes } from 'node:crypto';
import { parse } from 'node:querystring';
import { type FilingService, type FormPages, type OpenedForm, planScopeOf, slotTitle } from '../applications';
import { toFacts } from '../candidates';
import type { Watched } from '../db/reference-watch';
import { AppError, notFound } from '../errors';
import type { CandidateHandler, CandidateVisit } from '../middleware/as-candidate';
import { readField } from '../middleware/page-renderer';
import type { Institution, PlanEntry, PlanScope } from '../plans';
import type { Reference } from '../reference';
import type { SlotChoice } from '../rules/choice-list';
import { normaliseCode } from '../rules/codes';
import type { Batch } from '../rules/rule-pack';
import { type Chosen, type Filling, fillChoice, getSlot, type OldMajors } from './fill-choice';
import { type FormField, findFormField, presentField } from './form-field';
import { presentMarks } from './marks.presenter';
import { type Parameters, readPlanQuery, writePlanQuery } from './plan-filter.form';
import type { PlanResults } from './plan-results';
import { presentEntryName } from './results.presenter';
import { askForField } from './search.controller';

export interface PlanQueryControllers {
  readonly open: CandidateHandler;
  readonly show: CandidateHandler;
  readonly choose: CandidateHandler;
}

interface Place {
  readonly batch: Batch;
  readonly field: FormField;
  readonly scope: PlanScope;
}

/** A choice with what is known of it: for an institution alone all its rows, of which any may be meant. */
interface Picked extends Chosen {
  readonly known: Institution;
  readonly rows: readonly PlanEntry[];
}

/** So often another window may write between reading the draft and writing it. */
const TRIES = 3;

/** 选择院校 and 选择专业 of the form (manual, chapter three C, figures 9–11). */
export function createPlanQueryControllers(
  filing: FilingService,
  pages: FormPages,
  results: PlanResults,
  reference: Watched<Reference>,
): PlanQueryControllers {
  function getPlace({ req, candidate }: CandidateVisit, name: unknown): Place {
    const batch = filing.getBatch(String(req.params.batch));
    const field = findFormField(batch, String(name));
    if (field === null) throw notFound();
    return { batch, field, scope: planScopeOf(batch, candidate) };
  }

  const pathOf = ({ batch, field }: Place) => `/batches/${batch.code}/plan-query/${field.name}`;
  const backTo = ({ batch, field }: Place) => `/batches/${batch.code}/form?at=${field.name}`;

  /** Without a filter a 专业 is looked for at the institution that stands before it. */
  function readQuery({ field, scope }: Place, form: OpenedForm, parameters: Parameters) {
    const query = readPlanQuery(parameters);
    const code = normaliseCode(getSlot(form.choices, field).institution);
    const known = reference.current().plan.listEntries(scope, code).length > 0;
    const asked = Object.hasOwn(parameters, 'institution');
    return field.kind === 'major' && known && !asked ? { ...query, institution: code } : query;
  }

  function send(
    visit: CandidateVisit,
    place: Place,
    form: OpenedForm,
    parameters: Parameters,
    fault = '',
  ): void {
    const { batch, field, scope } = place;
    const query = readQuery(place, form, parameters);
    const { track, audience } = scope;
    visit.render(
      'plan-query/plan-query',
      {
        batch,
        field,
        fieldLabel: presentField(field),
        query,
        fault,
        results: results.get(askForField(scope, field, query)),
        action: pathOf(place),
        back: backTo(place),
        expiresAt: form.opening.expiresAt,
        search: `/plan-search/${batch.code}/${track}/${encodeURIComponent(audience || '-')}/${field.name}`,
      },
      { status: fault === '' ? 200 : 422 },
    );
  }

  /** What 选择 sent, where it is in the part of the plan that this field takes. */
  function findPicked({ field, scope }: Place, text: string): Picked | null {
    const [institution = '', ...code] = text.split('/');
    const { plan } = reference.current();
    const known = plan.findInstitution(institution);
    const { planTypes } = field.section;
    const rows = plan.listEntries(scope, institution).filter(({ planType }) => planTypes.includes(planType));
    if (known === null || rows.length === 0) return null;
    if (code.length === 0) return field.kind === 'major' ? null : { institution, entry: null, known, rows };
    const entry = rows.find(({ group, major, post }) => [group, major, post].join('/') === code.join('/'));
    return entry === undefined ? null : { institution, entry, known, rows: [entry] };
  }

  /** Why a choice cannot be saved by this candidate; '' when it can. */
  function presentRefusal(
    { candidate }: CandidateVisit,
    { field, scope }: Place,
    picked: Picked | null,
  ): string {
    if (picked === null) return '您选择的院校或专业不在可以填报的招生计划中，请重新选择。';
    const reader = { facts: toFacts(candidate), scope };
    const { pack } = reference.current().calendar;
    const refusals = picked.rows.map((row) => presentMarks(pack, [field.section], reader, row).blocks);
    if (refusals.some((blocks) => blocks.length === 0)) return '';
    return `您不能选择${presentPicked(picked)}：${refusals[0]?.join('；')}。`;
  }

  /** Asks, or tells why nothing was filled in. */
  function answer(
    visit: CandidateVisit,
    place: Place,
    form: OpenedForm,
    picked: Picked,
    filling: Exclude<Filling, { readonly outcome: 'filled' }>,
  ): void {
    if (filling.outcome === 'othersMajors') askToReplace(visit, place, picked, filling.slot);
    else send(visit, place, form, readBack(visit), presentNotFilled(filling));
  }

  function askToReplace(visit: CandidateVisit, place: Place, picked: Picked, slot: SlotChoice): void {
    const { plan } = reference.current();
    const code = normaliseCode(slot.institution);
    const rows = plan.listEntries(place.scope, code);
    const nameOf = (major: string) => rows.find((row) => row.major === major)?.majorName ?? '';
    visit.render('plan-query/replace', {
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
      action: pathOf(place),
    });
  }

  /** Writes the choice into the draft as it stands now. @returns null when another window wrote in between */
  async function fill(visit: CandidateVisit, place: Place, form: OpenedForm, picked: Picked) {
    const filling = fillChoice(form.choices, place.field, picked, readOldMajors(visit));
    if (filling.outcome !== 'filled') return filling;
    const revision = await filing.keepDraft(visit.candidate, place.batch.code, {
      tab: randomBytes(9).toString('base64url'),
      revision: form.draft?.revision ?? 0,
      choices: filling.choices,
    });
    return revision === null ? null : filling;
  }

  return {
    async open(visit) {
      const place = getPlace(visit, visit.req.query.field);
      if ((await pages.keep(visit, place.batch, pages.read(visit.req, place.batch))) === null) return;
      visit.redirect(pathOf(place));
    },

    async show(visit) {
      const place = getPlace(visit, visit.req.params.field);
      const form = await pages.enter(visit);
      if (form !== null) send(visit, place, form, visit.req.query);
    },

    async choose(visit) {
      const place = getPlace(visit, visit.req.params.field);
      const picked = findPicked(place, readField(visit.req, 'choice'));
      const fault = presentRefusal(visit, place, picked);
      for (let left = TRIES; left > 0; left -= 1) {
        const form = await pages.enter(visit);
        if (form === null) return;
        if (picked === null || fault !== '') return send(visit, place, form, readBack(visit), fault);
        const filling = await fill(visit, place, form, picked);
        if (filling?.outcome === 'filled') return visit.redirect(backTo(place));
        if (filling !== null) return answer(visit, place, form, picked, filling);
      }
      throw new AppError('conflict', 409);
    },
  };
}

function presentNotFilled(filling: Extract<Filling, { readonly outcome: 'full' | 'repeated' }>): string {
  return filling.outcome === 'full'
    ? '此志愿的专业已经填满，没有填入。要换专业，请返回志愿表，从要换的专业旁边选择。'
    : `此专业已经填在专业${filling.major}，没有重复填入。`;
}

/** The query that the page with the pressed button showed. */
function readBack({ req }: CandidateVisit): Parameters {
  return parse(readField(req, 'query').replace(/^\?/, ''));
}

function readOldMajors({ req }: CandidateVisit): OldMajors {
  const answer = readField(req, 'oldMajors');
  return answer === 'keep' || answer === 'clear' ? answer : '';
}

/** [6005]河南大学 [08]计算机科学与技术 */
function presentPicked({ known, entry }: Picked): string {
  const institution = `[${known.code}]${known.name}`;
  return entry === null ? institution : `${institution} ${presentEntryName(entry)}`;
}
