import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { ClosingControllers } from './deadline-report.controller';
import type { EvidenceControllers } from './evidence.controller';

const readers = officers('county', 'province', 'auditor');

export function evidenceRoutes(
  { ask, open }: EvidenceControllers,
  closing: ClosingControllers,
): readonly OfficeRoute[] {
  return [
    get('/office/evidence', readers, ask, { menu: '证据材料' }),
    post('/office/evidence', readers, open),
    get('/office/evidence/closing', readers, closing.show),
    get('/office/evidence/closing.csv', readers, closing.sendCsv),
    get('/office/evidence/closing.xlsx', readers, closing.sendXlsx),
  ];
}
