import { Router } from 'express';
import type { Services } from '../services';
import type { AsOfficer } from './as-officer';
import { createClosingControllers } from './evidence/closing.controller';
import { createEvidenceControllers } from './evidence/evidence.controller';
import { evidenceRoutes } from './evidence/routes';
import { createExportControllers } from './exports/export.controller';
import { exportRoutes } from './exports/routes';
import { createBoardController } from './filing-progress/board.controller';
import { createCallListControllers } from './filing-progress/call-list.controller';
import { createChoiceViewControllers } from './filing-progress/choice-view.controller';
import { coverageRoutes } from './filing-progress/routes';
import { createRestorationControllers } from './restoration/restoration.controller';
import { restorationRoutes } from './restoration/routes';

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
