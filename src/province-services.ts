import type { Knex } from 'knex';
import { type AnnouncementService, createAnnouncementService } from './announcements';
import type { Clock } from './clock';
import type { OfficeTokens } from './officers';
import { createPlanChangeService, type PlanChangeService } from './plan-changes';
import { createRulePackService, type RulePackService } from './rule-packs';
import type { Cipher } from './security/cipher';
import { createSwitchService, type SwitchService } from './switches';
import { createWindowService, type WindowService } from './windows';

/** What the province's acts on the running system are built from. */
export interface ProvinceServices {
  readonly windows: WindowService;
  readonly rulePacks: RulePackService;
  readonly switches: SwitchService;
  readonly announcements: AnnouncementService;
  readonly planChanges: PlanChangeService;
}

export interface ProvinceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
}

export function buildProvinceServices({ db, clock, cipher, tokens }: ProvinceParts): ProvinceServices {
  return {
    windows: createWindowService({ db, clock, tokens }),
    rulePacks: createRulePackService({ db, clock, cipher, tokens }),
    switches: createSwitchService(db, tokens),
    announcements: createAnnouncementService({ db, clock, tokens }),
    planChanges: createPlanChangeService({ db, clock, cipher, tokens }),
  };
}
