import type { OfficerDraft } from '../../domain/officers/officer';
import { wallClock } from '../../infrastructure/clock';
import { computeTotp, totpCounter } from '../../infrastructure/security/totp';
import { createOfficerAccountService } from '../../office/officers/officer-account.service';
import type { Stage } from './candidate-acts';
import { look } from './enter';
import {
  createVirtualBrowser,
  type Fields,
  readHidden,
  type SeenPage,
  type VirtualBrowser,
} from './virtual-browser';

/** An officer at a browser of their own, signed in. */
export interface VirtualOfficer {
  get(path: string): Promise<SeenPage>;
  /** Sends the form of a page that posts to `action`, with its hidden fields. */
  submit(page: SeenPage, action: string, fields?: Fields): Promise<SeenPage>;
}

/** An officer, or somebody who helps them, did not come further: what was asked for, and what came. */
export class OfficerStopped extends Error {}

const FIRST = '/office/first-sign-in';
const PASSWORD = 'Dw#office4827Kp';
const STEP = 'office page';

/** Makes the account as the operator does, and signs in by its first secret, password and 动态密码. @throws OfficerStopped */
export async function bringOfficer(stage: Stage, draft: OfficerDraft): Promise<VirtualOfficer> {
  const { db, cipher, base, journal, signal } = stage;
  const issued = await createOfficerAccountService({ db, cipher, tokens: null, apartDays: 0 }).create(
    { kind: 'operator' },
    draft,
  );
  if (issued === null) throw new OfficerStopped(`${draft.signInName}: the name is taken`);
  const browser = createVirtualBrowser(base, '192.0.2.10');
  const officer = createOfficer(stage, browser);
  const begin = await officer.get(FIRST);
  const { signInName } = draft;
  const password = await officer.submit(begin, FIRST, { signInName, secret: issued.secret });
  const next = { next: PASSWORD, again: PASSWORD };
  const totp = await officer.submit(password, `${FIRST}/password`, next);
  const secret = /id="secret">([A-Z2-7 ]+)</.exec(totp.html)?.[1]?.replaceAll(' ', '') ?? '';
  const code = computeTotp(secret, totpCounter(wallClock()));
  const home = await officer.submit(totp, `${FIRST}/dynamic-password`, { totp: code });
  if (home.path !== '/office') throw new OfficerStopped(`${signInName}: ${home.status} ${home.path}`);
  await look(journal.diary, STEP, () => browser.get('/office'), signal);
  return officer;
}

function createOfficer({ journal, signal }: Stage, browser: VirtualBrowser): VirtualOfficer {
  const see = async (ask: () => Promise<SeenPage>, what: string) => {
    const page = await look(journal.diary, STEP, ask, signal);
    if (page === null || page.status >= 500)
      throw new OfficerStopped(`${what}: ${page === null ? 'no answer' : page.status}`);
    return page;
  };
  return {
    get: (path) => see(() => browser.get(path), path),
    submit: (page, action, fields = {}) =>
      see(() => browser.post(action, { ...readHidden(page.html, action), ...fields }), action),
  };
}
