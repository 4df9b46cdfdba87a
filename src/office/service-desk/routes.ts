import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import { ABOVE_PATH, type AboveControllers } from './above.controller';
import type { CodeControllers } from './code.controller';
import type { LetterControllers } from './letter.controller';
import type { RecordControllers } from './record.controller';
import type { SearchControllers } from './search.controller';

const county = officers('county');
const above = officers('city', 'province');

export interface CounterPages {
  readonly search: SearchControllers;
  readonly record: RecordControllers;
  readonly codes: CodeControllers;
  readonly letters: LetterControllers;
  readonly above: AboveControllers;
}

/** 考生服务 of the county office, and what takes two of it at the offices above; to every other role none of it exists. */
export function counterRoutes({
  search,
  record,
  codes,
  letters,
  above: pages,
}: CounterPages): readonly OfficeRoute[] {
  return [
    get('/office/counter', county, search.show, { menu: '考生服务' }),
    post('/office/counter', county, search.search),
    post('/office/counter/closing', county, record.close),
    get('/office/counter/candidates/:candidate', county, record.show),
    post('/office/counter/candidates/:candidate', county, record.open),
    get('/office/counter/candidates/:candidate/batches', county, record.explain),
    post('/office/counter/candidates/:candidate/codes', county, codes.issue),
    post('/office/counter/codes/:code/withdrawal', county, codes.withdraw),
    get('/office/counter/requests', county, codes.listRequests),
    post('/office/counter/requests/:code/approval', county, codes.approve),
    post('/office/counter/requests/:code/printing', county, codes.print),
    get(ABOVE_PATH, above, pages.show, { menu: '柜台码审批' }),
    post(`${ABOVE_PATH}/:code/approval`, above, pages.approve),
    post(`${ABOVE_PATH}/:code/refusal`, above, pages.refuse),
    get('/office/letters', county, letters.show, { menu: '首次登录通知单' }),
    post('/office/letters', county, letters.print),
  ];
}
