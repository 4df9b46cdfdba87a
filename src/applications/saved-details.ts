import { listNamesakes, type PlanCatalogue, type PlanScope, presentEntryDetail } from '../plans';
import type { RulePack } from '../rules/rule-pack';
import type { NamedCode } from './canonical-body';

/** What the plan of today says of saved codes beside their names; '' of what it no longer has under that name. */
export interface SavedDetails {
  cityOf(institution: NamedCode): string;
  /** 类别, fee, 备注, and whether another row bears the same name. */
  describeMajor(institution: string, group: string, major: NamedCode): string;
}

export function createSavedDetails(
  pack: Pick<RulePack, 'planTypes'>,
  plan: PlanCatalogue,
  scope: PlanScope,
): SavedDetails {
  return {
    cityOf({ code, name }) {
      const known = plan.findInstitution(code);
      return known?.name === name ? known.city : '';
    },

    describeMajor(institution, group, { code, name }) {
      const entries = plan.listEntries(scope, institution);
      const entry = entries.find(
        (one) => one.major === code && one.group === group && one.majorName === name,
      );
      if (entry === undefined) return '';
      const others = listNamesakes(entries, entry).map((other) => `[${other}]`);
      const namesakes = others.length === 0 ? '' : `同名专业还有${others.join('')}`;
      return [presentEntryDetail(pack, entry), namesakes].filter((word) => word !== '').join('；');
    },
  };
}
