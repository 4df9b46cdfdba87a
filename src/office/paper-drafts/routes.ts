import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { PaperDraftControllers } from './paper-draft.controller';
import type { PaperFormControllers } from './paper-form.controller';

export function paperDraftRoutes(
  drafts: PaperDraftControllers,
  form: PaperFormControllers,
): readonly OfficeRoute[] {
  return [
    get('/office/paper-drafts', officers('county'), drafts.list, { menu: '纸质志愿录入' }),
    get('/office/paper-drafts/candidates/:candidate', officers('county'), drafts.choose),
    post('/office/paper-drafts/candidates/:candidate', officers('county'), drafts.begin),
    get('/office/paper-drafts/:draft', officers('county'), form.show),
    post('/office/paper-drafts/:draft/check', officers('county'), form.check),
    post('/office/paper-drafts/:draft/arrangement', officers('county'), form.arrange),
    post('/office/paper-drafts/:draft/entry', officers('county'), form.enter),
    post('/office/paper-drafts/:draft/withdrawal', officers('county'), form.withdraw),
  ];
}
