import type { Knex } from 'knex';
import type { Clock } from './clock';
import type { OfficeTokens } from './officers';
import { createRulePackService, type RulePackService } from './rule-packs';
import { createSwitchService, type SwitchService } from './switches';
import { createWindowService, type WindowService } from './windows';

/** What the province's acts on the running system are built from. */
export interface ProvinceServices {
  readonly windows: WindowService;
  readonly rulePacks: RulePackService;
  readonly switches: SwitchService;
}

export interface ProvinceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly tokens: OfficeTokens;
}

export function buildProvinceServices({ db, clock, tokens }: ProvinceParts): ProvinceServices {
  return {
    windows: createWindowService({ db, clock, tokens }),
    rulePacks: createRulePackService({ db, clock, tokens }),
    switches: createSwitchService(db, tokens),
  };
}
