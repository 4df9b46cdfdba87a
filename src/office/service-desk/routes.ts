import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { CodeControllers } from './code.controller';
import type { LetterControllers } from './letter.controller';
import type { RecordControllers } from './record.controller';
import type { SearchControllers } from './search.controller';

const county = officers('county');

export interface CounterPages {
  readonly search: SearchControllers;
  readonly record: RecordControllers;
  readonly codes: CodeControllers;
  readonly letters: LetterControllers;
}

/** 考生服务 of the county office; to every other role none of it exists. */
export function counterRoutes({ search, record, codes, letters }: CounterPages): readonly OfficeRoute[] {
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
    get('/office/letters', county, letters.show, { menu: '首次登录通知单' }),
    post('/office/letters', county, letters.print),
  ];
}
