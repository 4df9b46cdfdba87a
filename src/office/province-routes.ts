import { Router } from 'express';
import type { Services } from '../services';
import { createAnnouncementControllers } from './announcements/announcement.controller';
import { announcementRoutes } from './announcements/routes';
import type { AsOfficer } from './as-officer';
import { planCells } from './imports/kinds/plan-cells';
import { createPlanAdditionControllers } from './plan-changes/plan-addition.controller';
import { createPlanChangeControllers } from './plan-changes/plan-change.controller';
import { planChangeRoutes } from './plan-changes/routes';
import { rulePackRoutes } from './rule-packs/routes';
import { createRulePackControllers } from './rule-packs/rule-pack.controller';
import { switchRoutes } from './switches/routes';
import { createSwitchControllers } from './switches/switch.controller';
import { windowRoutes } from './windows/routes';
import { createWindowControllers } from './windows/window.controller';

/** The pages by which the province runs a round. */
export function provinceRoutes({ officeDb: db, clock, office }: Services, asOfficer: AsOfficer): Router {
  const { tokens, province } = office;
  const router = Router();
  router.use(windowRoutes(createWindowControllers(db, clock, province.windows, tokens), asOfficer));
  router.use(rulePackRoutes(createRulePackControllers(db, province.rulePacks, tokens), asOfficer));
  router.use(switchRoutes(createSwitchControllers(db, province.switches, tokens), asOfficer));
  const plans = { db, service: province.planChanges, tokens, cells: planCells };
  router.use(
    planChangeRoutes(createPlanChangeControllers(plans), createPlanAdditionControllers(plans), asOfficer),
  );
  router.use(
    announcementRoutes(createAnnouncementControllers(db, province.announcements, tokens), asOfficer),
  );
  return router;
}
