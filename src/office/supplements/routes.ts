import { get, post } from '../../infrastructure/http/route';
import type { UploadPlace } from '../../infrastructure/http/upload-place';
import { type OfficeRoute, officers, provedOfficers } from '../as-officer';
import { SUPPLEMENTS_PATH } from './routes-path';
import type { SupplementControllers } from './supplement.controller';

export function supplementRoutes(pages: SupplementControllers, upload: UploadPlace): readonly OfficeRoute[] {
  return [
    get(SUPPLEMENTS_PATH, officers('province', 'auditor'), pages.list, { menu: '征集' }),
    get(`${SUPPLEMENTS_PATH}/new`, officers('province'), pages.showNew),
    post(SUPPLEMENTS_PATH, officers('province'), pages.submit, { upload }),
    post(`${SUPPLEMENTS_PATH}/:supplement/undoing`, provedOfficers('province'), pages.undo),
  ];
}
