import type { OfficerHandler } from '../middleware/as-officer';
import { listMenu } from '../office-menu';

/** 工作平台首页: what this role can do. */
export const showOfficeHome: OfficerHandler = (visit) => {
  visit.render('officers/home', { entries: listMenu(visit.officer.role) });
};
