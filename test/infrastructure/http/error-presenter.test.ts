import { filingSentences } from '../../../src/domain/choice-lists/refusal.presenter';
import { AppError } from '../../../src/infrastructure/errors';
import { presentError } from '../../../src/infrastructure/http/error.presenter';

describe('the sentence of a save that comes too early', () => {
  it.each(['1小时', '90分钟'])('says how long two saves lie apart: %s', (interval) => {
    const error = new AppError('quotaCooling', 409, { interval, until: '15:21:53' });
    expect(presentError(error, filingSentences).text).toBe(
      `距离上次保存志愿未满${interval}，暂无法修改！15:21:53后可以修改。`,
    );
  });
});

describe('the sentence of trouble', () => {
  it.each([
    'databaseBusy',
    'databaseAway',
    'databaseReadOnly',
    'databaseFull',
    'outcomeUnknown',
    'storeAway',
    'busy',
    'overloaded',
  ] as const)('speaks of an operation only to who did something: %s', (code) => {
    const error = new AppError(code, 503, { seconds: 7 });
    const page = presentError(error, filingSentences, 'page').text;
    expect(page).toMatch(/此页面(没有打开|暂时不能打开)。.*请在7秒后刷新本页。$/);
    expect(page).not.toContain('本次操作');
    expect(presentError(error, filingSentences).text).toMatch(/本次操作.*7秒后/);
  });
});
