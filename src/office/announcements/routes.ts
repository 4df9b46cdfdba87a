import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { AnnouncementControllers } from './announcement.controller';

export function announcementRoutes(controllers: AnnouncementControllers): readonly OfficeRoute[] {
  return [
    get('/office/mails', officers('province', 'auditor'), controllers.list, { menu: '通知' }),
    get('/office/mails/new', officers('province'), controllers.showNew),
    get('/office/mails/:announcement', officers('province', 'auditor'), controllers.show),
    post('/office/mails/preview', officers('province'), controllers.preview),
    post('/office/mails', officers('province'), controllers.send),
    post('/office/mails/:announcement/continuation', officers('province'), controllers.goOn),
    post('/office/mails/:announcement/withdrawal', officers('province'), controllers.withdraw),
  ];
}
