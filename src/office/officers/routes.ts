import { Router } from 'express';
import { officerRoles } from '../../domain/officers/officer';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { AsOfficer, OfficerHandler } from '../as-officer';
import type { AccountControllers } from './account.controller';
import type { OfficerFirstSignInControllers } from './first-sign-in.controller';
import type { OfficerLetterControllers } from './letter.controller';
import type { OfficePasswordControllers } from './password.controller';
import type { OfficeSignInControllers } from './sign-in.controller';

interface OfficerPages {
  readonly signIn: OfficeSignInControllers;
  readonly firstSignIn: OfficerFirstSignInControllers;
  readonly password: OfficePasswordControllers;
  readonly accounts: AccountControllers;
  readonly letters: OfficerLetterControllers;
  /** 工作平台首页. */
  readonly home: OfficerHandler;
  readonly auditLog: OfficerHandler;
}

export function officerRoutes(
  { home, signIn, firstSignIn, password, accounts, letters, auditLog }: OfficerPages,
  asVisitor: AsVisitor,
  asOfficer: AsOfficer,
): Router {
  const router = Router();
  router.get('/office', asOfficer(officerRoles, home));
  router.get('/office/sign-in', asVisitor(signIn.show));
  router.post('/office/sign-in', asVisitor(signIn.submit));
  router.post('/office/sign-out', signIn.signOut);
  router.get('/office/first-sign-in', asVisitor(firstSignIn.showSecret));
  router.post('/office/first-sign-in', asVisitor(firstSignIn.submitSecret));
  router.get('/office/first-sign-in/password', asVisitor(firstSignIn.showPassword));
  router.post('/office/first-sign-in/password', asVisitor(firstSignIn.submitPassword));
  router.get('/office/first-sign-in/dynamic-password', asVisitor(firstSignIn.showTotp));
  router.post('/office/first-sign-in/dynamic-password', asVisitor(firstSignIn.submitTotp));
  router.get('/office/password', asOfficer(officerRoles, password.show));
  router.post('/office/password', asOfficer(officerRoles, password.submit));
  router.get('/office/audit', asOfficer(['province', 'auditor'], auditLog));
  router.get('/office/officers', asOfficer(['province', 'auditor'], accounts.list));
  router.get('/office/officers/new', asOfficer(['province'], accounts.showNew));
  router.post('/office/officers', asOfficer(['province'], accounts.create));
  router.get('/office/officers/letters', asOfficer(['province'], letters.show));
  router.post('/office/officers/letters', asOfficer(['province'], letters.print));
  router.get('/office/officers/:officer', asOfficer(['province', 'auditor'], accounts.show));
  router.post('/office/officers/:officer/disabling', asOfficer(['province'], accounts.disable));
  router.post('/office/officers/:officer/enabling', asOfficer(['province'], accounts.enable));
  router.post('/office/officers/:officer/renewal', asOfficer(['province'], accounts.renew));
  return router;
}
