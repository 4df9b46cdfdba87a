import { Router } from 'express';
import type { AsOfficer } from '../as-officer';
import type { AnnouncementControllers } from './announcement.controller';

export function announcementRoutes(controllers: AnnouncementControllers, asOfficer: AsOfficer): Router {
  const router = Router();
  router.get('/office/mails', asOfficer(['province', 'auditor'], controllers.list));
  router.get('/office/mails/new', asOfficer(['province'], controllers.showNew));
  router.get('/office/mails/:announcement', asOfficer(['province', 'auditor'], controllers.show));
  router.post('/office/mails/preview', asOfficer(['province'], controllers.preview));
  router.post('/office/mails', asOfficer(['province'], controllers.send));
  router.post('/office/mails/:announcement/continuation', asOfficer(['province'], controllers.goOn));
  router.post('/office/mails/:announcement/withdrawal', asOfficer(['province'], controllers.withdraw));
  return router;
}
