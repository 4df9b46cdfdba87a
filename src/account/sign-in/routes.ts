import { DEPARTURE_PATH } from '../../infrastructure/http/account-departure';
import { anybody, everybody, get, post, visitor } from '../../infrastructure/http/route';
import type { AccountRoute } from '../as-account';
import type { AccountResetControllers } from './reset.controller';
import type { AccountSearchControllers } from './search.controller';
import type { AccountSignInControllers } from './sign-in.controller';

interface AccountSignInPages {
  readonly signIn: AccountSignInControllers;
  readonly userName: AccountSearchControllers;
  readonly password: AccountSearchControllers;
  readonly proof: AccountSearchControllers;
  readonly reset: AccountResetControllers;
}

export function accountSignInRoutes({
  signIn,
  userName,
  password,
  proof,
  reset,
}: AccountSignInPages): readonly AccountRoute[] {
  return [
    get('/account/sign-in', visitor, signIn.show),
    post('/account/sign-in', visitor, signIn.submit, { whileReadOnly: true }),
    post('/account/sign-in/picture', visitor, signIn.changePicture, { whileReadOnly: true }),
    get('/account/questions', anybody, ({ render }) => render('account/sign-in/questions', {})),
    post('/account/sign-out', everybody, signIn.signOut, { whileReadOnly: true }),
    get(DEPARTURE_PATH, everybody, signIn.depart),
    ...searchRoutes('/account/find-user-name', userName),
    ...searchRoutes('/account/find-password', password),
    ...searchRoutes('/account/sign-in/proof', proof, { whileReadOnly: true }),
    get('/account/find-user-name/found', visitor, reset.showFound),
    get('/account/find-password/new', visitor, reset.show),
    post('/account/find-password/new', visitor, reset.submit),
  ];
}

/** The steps of a search, below the address at which it begins. */
function searchRoutes(
  path: string,
  search: AccountSearchControllers,
  terms: { readonly whileReadOnly?: true } = {},
): readonly AccountRoute[] {
  return [
    get(path, visitor, search.show),
    post(path, visitor, search.submit, terms),
    post(`${path}/picture`, visitor, search.changePicture, terms),
    get(`${path}/code`, visitor, search.showCode),
    post(`${path}/code`, visitor, search.submitCode, terms),
    post(`${path}/code/sending`, visitor, search.resend, terms),
    post(`${path}/scan`, visitor, search.beginScan, terms),
  ];
}
