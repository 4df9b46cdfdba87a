import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, type OfficerHandler, officers } from '../as-officer';
import type { CallListControllers } from './call-list.controller';
import type { ChoiceViewControllers } from './choice-view.controller';

const everyone = officers('school', 'county', 'city', 'province', 'auditor');
const offices = officers('county', 'city', 'province');

interface CoveragePages {
  readonly board: OfficerHandler;
  readonly calls: CallListControllers;
  readonly choices: ChoiceViewControllers;
}

export function coverageRoutes({ board, calls, choices }: CoveragePages): readonly OfficeRoute[] {
  return [
    get('/office/coverage', everyone, board, { menu: '填报进度' }),
    get('/office/coverage/calls', everyone, calls.show),
    get('/office/coverage/calls.csv', everyone, calls.sendCsv),
    get('/office/coverage/calls.xlsx', everyone, calls.sendXlsx),
    get('/office/coverage/candidates/:candidate', offices, choices.show),
    post('/office/coverage/candidates/:candidate', offices, choices.view),
  ];
}
