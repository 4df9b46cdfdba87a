import { Router } from 'express';
import {
  coverageRoutes,
  createBoardController,
  createCallListControllers,
  createChoiceViewControllers,
} from './coverage';
import { createClosingControllers, createEvidenceControllers, evidenceRoutes } from './evidence';
import { createExportControllers, exportRoutes } from './exports';
import type { AsOfficer } from './middleware/as-officer';
import { createRestorationControllers, restorationRoutes } from './restoration';
import type { Services } from './services';

/** The pages by which the offices watch over filing. */
export function oversightRoutes(services: Services, asOfficer: AsOfficer): Router {
  const { officeDb: db, clock, cipher, reference, office, oversight } = services;
  const { tokens } = office;
  const router = Router();
  router.use(
    coverageRoutes(
      {
        board: createBoardController({ db, clock, reference }),
        calls: createCallListControllers({ db, clock, reference, cipher }),
        choices: createChoiceViewControllers({ db, clock, reference, service: oversight.choiceView }),
      },
      asOfficer,
    ),
  );
  router.use(
    restorationRoutes(
      createRestorationControllers({ db, reference, tokens, service: oversight.restoration }),
      asOfficer,
    ),
  );
  router.use(
    evidenceRoutes(
      createEvidenceControllers({ db, pdf: oversight.pdf, service: oversight.evidence }),
      createClosingControllers(db, reference),
      asOfficer,
    ),
  );
  router.use(
    exportRoutes(
      createExportControllers({ db, clock, reference, tokens, service: oversight.exports }),
      asOfficer,
    ),
  );
  return router;
}
