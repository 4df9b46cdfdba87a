import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import type { PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import type { Institution, PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import type { Reference } from '../../domain/reference/reference';
import type { Section } from '../../rules/pack/rule-pack';
import type { Chosen } from './fill-choice';
import { presentMarks } from './marks.presenter';
import { presentEntryName } from './results.presenter';

/** The part of the plan that a choice is taken from. */
export interface PickRange {
  readonly scope: PlanScope;
  /** Sections that the choice may go to. */
  readonly sections: readonly Section[];
}

/** A choice with what is known of it: for an institution alone all its rows, of which any may be meant. */
export interface Picked extends Chosen {
  readonly known: Institution;
  readonly rows: readonly PlanEntry[];
}

/** What 选择 sent (`6005`, `6005//08/`); null where it is not in the part of the plan that these sections take. */
export function findPicked({ plan }: Reference, { scope, sections }: PickRange, text: string): Picked | null {
  const [institution = '', ...code] = text.split('/');
  const known = plan.findInstitution(institution);
  const rows = plan
    .listEntries(scope, institution)
    .filter(({ planType }) => sections.some(({ planTypes }) => planTypes.includes(planType)));
  if (known === null || rows.length === 0) return null;
  if (code.length === 0) return { institution, entry: null, known, rows };
  const entry = rows.find(({ group, major, post }) => [group, major, post].join('/') === code.join('/'));
  return entry === undefined ? null : { institution, entry, known, rows: [entry] };
}

/** Why a choice cannot be saved by this candidate; '' when it can. */
export function presentPickRefusal(
  { calendar, plan }: Reference,
  { scope, sections }: PickRange,
  candidate: CandidateRecord,
  picked: Picked | null,
): string {
  if (picked === null) return '您选择的院校或专业不在可以填报的招生计划中，请重新选择。';
  const reader = { facts: toFacts(candidate), scope, plan };
  const refusals = picked.rows.map((row) => presentMarks(calendar.pack, sections, reader, row).blocks);
  if (refusals.some((blocks) => blocks.length === 0)) return '';
  return `您不能选择${presentPicked(picked)}：${refusals[0]?.join('；')}。`;
}

/** [6005]河南大学 [08]计算机科学与技术 */
export function presentPicked({ known, entry }: Picked): string {
  const institution = `[${known.code}]${known.name}`;
  return entry === null ? institution : `${institution} ${presentEntryName(entry)}`;
}
