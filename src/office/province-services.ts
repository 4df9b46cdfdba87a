import type { Knex } from 'knex';
import type { OfficeTokens } from '../domain/officers/office-token.repository';
import { createSwitchService, type SwitchService } from '../domain/switches/switch.service';
import type { Clock } from '../infrastructure/clock';
import type { Cipher } from '../infrastructure/security/cipher';
import { type AnnouncementService, createAnnouncementService } from './announcements/announcement.service';
import { createPlanChangeService, type PlanChangeService } from './plan-changes/plan-change.service';
import { createRulePackService, type RulePackService } from './rule-packs/rule-pack.service';
import { createWindowService, type WindowService } from './windows/window.service';

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
