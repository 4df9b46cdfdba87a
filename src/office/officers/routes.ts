import { officerRoles } from '../../domain/officers/officer';
import { everybody, get, post, visitor } from '../../infrastructure/http/route';
import { type OfficeRoute, type OfficerHandler, officers, PROOF_PATH, provedOfficers } from '../as-officer';
import type { AccountControllers } from './account.controller';
import type { OfficerFirstSignInControllers } from './first-sign-in.controller';
import type { HeldSecretControllers } from './held-secret.controller';
import type { OfficerLetterControllers } from './letter.controller';
import type { OfficePasswordControllers } from './password.controller';
import type { OfficerProofControllers } from './proof.controller';
import type { OfficeSignInControllers } from './sign-in.controller';

const everyone = officers(...officerRoles);

interface OwnPages {
  readonly signIn: OfficeSignInControllers;
  readonly firstSignIn: OfficerFirstSignInControllers;
  readonly password: OfficePasswordControllers;
  readonly proof: OfficerProofControllers;
  /** 工作平台首页. */
  readonly home: OfficerHandler;
}

/** An officer's way in, and what every officer has. */
export function ownRoutes({ home, signIn, firstSignIn, password, proof }: OwnPages): readonly OfficeRoute[] {
  return [
    get('/office', everyone, home),
    get('/office/sign-in', visitor, signIn.show),
    post('/office/sign-in', visitor, signIn.submit),
    post('/office/sign-out', everybody, signIn.signOut),
    get('/office/first-sign-in', visitor, firstSignIn.showSecret),
    post('/office/first-sign-in', visitor, firstSignIn.submitSecret),
    get('/office/first-sign-in/password', visitor, firstSignIn.showPassword),
    post('/office/first-sign-in/password', visitor, firstSignIn.submitPassword),
    get('/office/first-sign-in/dynamic-password', visitor, firstSignIn.showTotp),
    post('/office/first-sign-in/dynamic-password', visitor, firstSignIn.submitTotp),
    get(PROOF_PATH, everyone, proof.show),
    post(PROOF_PATH, everyone, proof.submit),
    get('/office/password', everyone, password.show, { menu: '修改密码' }),
    post('/office/password', everyone, password.submit),
  ];
}

interface OfficerPages {
  readonly accounts: AccountControllers;
  readonly letters: OfficerLetterControllers;
  readonly heldSecrets: HeldSecretControllers;
  readonly auditLog: OfficerHandler;
}

/** 工作人员 and 操作记录. */
export function officerRoutes({
  accounts,
  letters,
  heldSecrets,
  auditLog,
}: OfficerPages): readonly OfficeRoute[] {
  return [
    get('/office/audit', officers('province', 'auditor'), auditLog, { menu: '操作记录' }),
    get('/office/officers', officers('province', 'auditor'), accounts.list, { menu: '工作人员' }),
    get('/office/officers/new', officers('province'), accounts.showNew),
    post('/office/officers', provedOfficers('province'), accounts.create),
    get('/office/officers/letters', officers('province'), letters.show),
    post('/office/officers/letters', provedOfficers('province'), letters.print),
    get('/office/officers/releases', officers('province', 'auditor'), heldSecrets.show),
    post('/office/officers/releases', provedOfficers('province'), heldSecrets.release),
    post('/office/officers/refusals', officers('province'), heldSecrets.refuse),
    get('/office/officers/:officer', officers('province', 'auditor'), accounts.show),
    post('/office/officers/:officer/disabling', officers('province'), accounts.disable),
    post('/office/officers/:officer/enabling', provedOfficers('province'), accounts.enable),
    post('/office/officers/:officer/renewal', provedOfficers('province'), accounts.renew),
    post('/office/officers/:officer/refusal', officers('province'), accounts.refuse),
  ];
}
