import { createOidcAdapter } from '../../../src/account/platforms/oidc-adapter';
import { runVisit } from '../../../src/account/platforms/provider-visit';
import { signInAccount } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/test-app';

/** Seconds. */
const LIFE = 600;

describe('a code that is brought twice at the same instant', () => {
  let app: TestApp;
  let sessionId: number;
  beforeAll(async () => {
    app = await startTestApp();
    await signInAccount(app, 'lumingqi');
    const session = await app.database.knex('account_sessions').orderBy('id', 'desc').first('id');
    sessionId = session?.id;
  });
  afterAll(() => app.close());

  /** Works at the browser of somebody who is signed in. */
  const visit = (work: () => Promise<void>) =>
    runVisit(
      {
        account: { id: 1, sessionId, subject: 'owner' },
        render: () => '',
        allowFormTarget: () => undefined,
        signOut: async () => undefined,
        recordTold: async () => undefined,
      },
      work,
    );

  it.each(['before the second comes', 'after the second came'])(
    'gives a token nothing that is written %s',
    (when) =>
      visit(async () => {
        const open = createOidcAdapter({
          db: app.database.knex,
          cipher: app.services.cipher,
          findClient: async () => null,
          refuseUsed: () => new Error('used'),
        });
        const [grants, codes, tokens] = [open('Grant'), open('AuthorizationCode'), open('AccessToken')];
        const grantId = `grant ${when}`;
        const given = { accountId: 'owner', grantId };
        await grants.upsert(grantId, { accountId: 'owner' }, LIFE);
        await grants.upsert('of another', { accountId: 'owner' }, LIFE);
        await codes.upsert('code', given, LIFE);
        await codes.consume('code');
        if (when.startsWith('before')) await tokens.upsert('token', given, LIFE);
        await expect(codes.consume('code')).rejects.toThrow('used');
        expect(await tokens.find('token')).toBeUndefined();
        if (when.startsWith('after')) await tokens.upsert('token', given, LIFE);

        // Whoever shows a token is asked for its grant.
        expect(await grants.find(grantId)).toBeUndefined();
        expect(await grants.find('of another')).toBeDefined();
      }),
  );
});
