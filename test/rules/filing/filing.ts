import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRulePack } from '../../../src/domain/rule-packs/rule-pack.schema';
import { checkChoiceList } from '../../../src/rules/filing/check-choice-list';
import type {
  ChoiceList,
  ElsewhereReason,
  PlanGroup,
  PlanRow,
  PlanView,
  SlotChoice,
  Violation,
} from '../../../src/rules/filing/choice-list';
import { findBatch } from '../../../src/rules/filing/groups';
import { normaliseChoiceList } from '../../../src/rules/filing/normalise-choice-list';
import type { Batch, CandidateFacts, Condition, RulePack } from '../../../src/rules/pack/rule-pack';

const FOLDER = join(__dirname, '../../../seeds/reference/rule-packs');

/** A pack of the reference seeds. */
export function loadPack(code: string): RulePack {
  return parseRulePack(JSON.parse(readFileSync(join(FOLDER, `${code}.json`), 'utf8')));
}

/** A batch of a pack; throws on a code the pack does not have. */
export function getBatch(pack: RulePack, code: string): Batch {
  const batch = findBatch(pack, code);
  if (batch === null) throw new Error(`no batch ${code}`);
  return batch;
}

/** A plan row from what matters to a test. */
export function planRow(institution: string, major: string, rest: Partial<PlanRow> = {}): PlanRow {
  return {
    institution,
    group: '',
    major,
    majorName: `专业${major}`,
    post: '',
    category: '',
    planType: 'ordinary',
    restrictions: [],
    ...rest,
  };
}

/** Plan rows of ordinary majors at one institution. */
export function planRows(
  institution: string,
  majors: readonly string[],
  rest: Partial<PlanRow> = {},
): PlanRow[] {
  return majors.map((major) => planRow(institution, major, rest));
}

/** A 专业组 that asks for subjects: all of them, or any one. */
export function planGroup(
  institution: string,
  code: string,
  subjects: readonly string[] = [],
  mode: 'all' | 'any' = 'all',
): PlanGroup {
  const requirement = { mode, subjects };
  return { institution, code, name: `第${code}专业组`, requirement, quota: null, planTypes: [], note: '' };
}

/**
 * A plan of the rows given; `elsewhere` names codes (`1105`, `1105+101` or `1105/07`) that are known outside it, `groups`
 * (`1105+101`) what its 专业组 ask for.
 */
export function planOf(
  rows: readonly PlanRow[],
  elsewhere: Readonly<Record<string, ElsewhereReason>> = {},
  groups: Readonly<Record<string, PlanGroup>> = {},
): PlanView {
  const byInstitution = new Map<string, PlanRow[]>();
  for (const row of rows) {
    byInstitution.set(row.institution, [...(byInstitution.get(row.institution) ?? []), row]);
  }
  return {
    findInstitution: (code) => (byInstitution.has(code) ? { code, name: `院校${code}`, city: '' } : null),
    listRows: (code) => byInstitution.get(code) ?? [],
    whereElse: (code) => elsewhere[code] ?? null,
    findGroup: (code, group) =>
      (byInstitution.get(code) ?? []).some((row) => row.group === group)
        ? (groups[`${code}+${group}`] ?? planGroup(code, group))
        : null,
    whereElseGroup: (code, group) => elsewhere[`${code}+${group}`] ?? null,
    whereElseMajor: (code, _group, major) => elsewhere[`${code}/${major}`] ?? null,
  };
}

/** One slot; 调剂 agrees unless told otherwise. */
export function choice(
  institution: string,
  majors: readonly string[] = [],
  rest: Partial<SlotChoice> = {},
): SlotChoice {
  return { institution, group: '', majors, posts: [], adjustment: 'agree', ...rest };
}

export const EMPTY: SlotChoice = choice('', [], { adjustment: null });

export function block(
  field: string,
  operator: Condition['operator'],
  value: Condition['value'],
  message = field,
): Condition {
  return { field, operator, value, severity: 'block', message };
}

/** `first.1.major4 majorUnknown`; a warning ends in `?`, the sentence of the data follows in brackets. */
export function nameViolation({ code, severity, at, message }: Violation): string {
  const field = at.field === undefined ? undefined : `${at.field}${at.major ?? ''}`;
  const place = [at.section, at.slot, field].filter((part) => part !== undefined).join('.');
  return `${place} ${code}${severity === 'warn' ? '?' : ''}${message === undefined ? '' : ` [${message}]`}`;
}

export interface Filing {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly plan: PlanView;
  readonly facts?: CandidateFacts;
}

/** The violations of a list, by name, checked as a form sends it (`raw`: without normalising). */
export function check(filing: Filing, choices: ChoiceList, raw = false): string[] {
  const { batch } = filing;
  const list = raw ? choices : normaliseChoiceList(batch, choices);
  return checkChoiceList({ facts: {}, ...filing, choices: list }).map(nameViolation);
}
