import { Router } from 'express';
import { announcementRoutes, createAnnouncementControllers } from './announcements';
import { planCells } from './imports';
import type { AsOfficer } from './middleware/as-officer';
import { createPlanAdditionControllers, createPlanChangeControllers, planChangeRoutes } from './plan-changes';
import { createRulePackControllers, rulePackRoutes } from './rule-packs';
import type { Services } from './services';
import { createSwitchControllers, switchRoutes } from './switches';
import { createWindowControllers, windowRoutes } from './windows';

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
