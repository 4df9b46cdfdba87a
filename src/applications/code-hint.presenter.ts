import { listNearCodes, type NearCode, type PlanCatalogue, type PlanScope } from '../plans';
import type { PlanView, ViolationCode } from '../rules/choice-list';
import { isWellFormedCode } from '../rules/codes';
import type { RulePack } from '../rules/rule-pack';
import { type Hint, NO_HINT } from './hint';
import { findRuleAnchor } from './rule-anchor';
import { presentSentence } from './violation.presenter';

const institutionElsewhere = {
  withdrawn: 'institutionWithdrawn',
  otherBatch: 'institutionOtherBatch',
  otherTrack: 'institutionOtherTrack',
  otherAudience: 'institutionOtherAudience',
} as const;

const majorElsewhere = {
  withdrawn: 'majorWithdrawn',
  otherBatch: 'majorOtherBatch',
  otherTrack: 'majorOtherTrack',
  otherAudience: 'majorOtherAudience',
} as const;

function redHint(code: ViolationCode, values: Record<string, string | number> = {}): Hint {
  return { ...NO_HINT, kind: 'error', text: presentSentence({ code, values }), rule: findRuleAnchor(code) };
}

/** Name and city of a 院校代号, or why it cannot be chosen here; what depends on the person is not said. */
export function hintInstitution(pack: RulePack, view: PlanView, code: string): Hint {
  if (code === '') return NO_HINT;
  const { length } = pack.codes.institution;
  if (!isWellFormedCode(code, pack.codes.institution)) return redHint('institutionMalformed', { length });
  const institution = view.findInstitution(code);
  if (institution !== null)
    return { ...NO_HINT, kind: 'name', text: institution.name, city: institution.city };
  const elsewhere = view.whereElse(code);
  return redHint(elsewhere === null ? 'institutionUnknown' : institutionElsewhere[elsewhere]);
}

/** Name of a 专业代号 at an institution (and group), or why it cannot be chosen here. */
export function hintMajor(
  pack: RulePack,
  view: PlanView,
  institution: string,
  group: string,
  code: string,
): Hint {
  if (code === '') return NO_HINT;
  const { length } = pack.codes.major;
  if (!isWellFormedCode(code, pack.codes.major)) return redHint('majorMalformed', { length });
  const row = view.listRows(institution).find((entry) => entry.major === code && entry.group === group);
  if (row !== undefined) return { ...NO_HINT, kind: 'name', text: row.majorName };
  const elsewhere = view.whereElseMajor(institution, group, code);
  return redHint(elsewhere === null ? 'majorUnknown' : majorElsewhere[elsewhere]);
}

/** Amber sentences about codes near this one (domain §3). */
export function warnOfNearCodes(
  catalogue: PlanCatalogue,
  scope: PlanScope,
  institution: string,
  majors: readonly string[],
): readonly string[] {
  return listNearCodes(catalogue, scope, institution, majors).map(presentNearCode);
}

function presentNearCode({ kind, institution }: NearCode): string {
  const named = `[${institution.code}]${institution.name}`;
  return kind === 'majorsStandThere'
    ? `您填写的专业代号在${named}都存在，请核对院校代号是否输错。`
    : `同一所学校在本批次还有${named}，请核对院校代号。`;
}
