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
