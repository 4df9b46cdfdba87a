import { ConfigError, loadConfig } from '../../../src/infrastructure/config/config';
import { live } from './live-settings';

const liveness = {
  LIVENESS_URL: 'https://face.example/checks',
  LIVENESS_SECRET: '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
};

function faultsOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.join('\n');
    throw error;
  }
}

describe('how 客服 is reached', () => {
  it('is a telephone or a mailbox in one line, said in the words of pages and letters', () => {
    for (const contact of ['010-12345678（工作日9:00-17:00）', '客服电话95511', 'help@example.cn']) {
      const { accounts } = loadConfig({ SUPPORT_CONTACT: contact });
      expect(accounts.supportContact).toBe(contact);
      expect(accounts.proofs.support).toBe(`联系客服（${contact}）`);
    }
    expect(loadConfig({}).accounts.proofs.support).toContain('没有公布客服的联系方式');
  });

  it.each(['请咨询', '<b>010-12345678</b>', '010-12345678\n再来一行', `010-12345678${'长'.repeat(60)}`])(
    'is refused where nobody is reached by it: %j',
    (contact) => {
      expect(faultsOf({ SUPPORT_CONTACT: contact })).toContain('SUPPORT_CONTACT must be one line');
    },
  );
});

describe('the settings of 【解决办法】', () => {
  it('has defaults, and no phone app unless one is named', () => {
    const { accounts } = loadConfig({});
    expect(accounts).toMatchObject({
      liveness: null,
      livenessSeconds: 300,
      classmates: { needed: 2, helpsPerYear: 3, accountDays: 30, requestsPerDay: 5, requestDays: 7 },
    });
    expect(loadConfig(live).accounts.liveness).toBeNull();
    expect(loadConfig({ ...live, ...liveness }).accounts.liveness?.url.href).toBe(liveness.LIVENESS_URL);
  });

  it.each([
    ['without its secret', { LIVENESS_SECRET: '' }, 'LIVENESS_SECRET is missing'],
    ['without its address', { LIVENESS_URL: '' }, 'LIVENESS_URL is missing'],
    ['with a short secret', { LIVENESS_SECRET: 'short' }, 'at least 32 characters'],
    ['with a regular secret', { LIVENESS_SECRET: 'a'.repeat(40) }, 'LIVENESS_SECRET is too regular'],
    ['over plain http', { LIVENESS_URL: 'http://face.example/checks' }, 'must start with https://'],
    [
      "at the demo's page",
      { LIVENESS_URL: 'https://demo.example/demo/app' },
      "points at the demo's phone app",
    ],
    [
      'at this very platform',
      { LIVENESS_URL: 'https://zhiyuan.example/x' },
      "points at the demo's phone app",
    ],
  ])('refuses a phone app %s', (_what, change, sentence) => {
    for (const ENVIRONMENT of ['drill', 'live'])
      expect(faultsOf({ ...live, ...liveness, ENVIRONMENT, ...change })).toContain(sentence);
  });

  it.each([
    ['CLASSMATES_NEEDED', ['0', '4', 'two'], ['1', '3']],
    ['REVIEW_HOURS', ['0', '721'], ['1', '720']],
    ['REVIEW_PICTURE_DAYS', ['0', '366', 'never'], ['1', '365']],
    ['REVIEW_DECIDED_PICTURE_DAYS', ['0', '366'], ['1', '365']],
    ['CLASSMATE_HELPS_A_YEAR', ['0', '21'], ['1', '20']],
    ['CLASSMATE_ACCOUNT_DAYS', ['6', '366'], ['7', '365']],
    ['CLASSMATE_REQUESTS_A_DAY', ['0', '21'], ['1', '20']],
    ['CLASSMATE_REQUEST_DAYS', ['0', '31'], ['1', '30']],
    ['LIVENESS_SECONDS', ['59', '901'], ['60', '900']],
  ])('keeps %s within its bounds', (name, wrong, right) => {
    for (const value of wrong) expect(faultsOf({ [name]: value })).toContain(`${name} must be`);
    for (const value of right) expect(faultsOf({ [name]: value })).toBe('');
  });
});
