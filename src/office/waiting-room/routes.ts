import { get, post } from '../../infrastructure/http/route';
import { type OfficeRoute, officers } from '../as-officer';
import type { WaitingRoomControllers } from './waiting-room.controller';

export function waitingRoomRoutes(controllers: WaitingRoomControllers): readonly OfficeRoute[] {
  return [
    get('/office/waiting-room', officers('province', 'auditor'), controllers.show, { menu: '登录排队' }),
    post('/office/waiting-room', officers('province'), controllers.setRate),
  ];
}
