import { shareValues } from '../../src/infrastructure/share-values';

describe('equal values of rows', () => {
  it('become one value, texts and lists, and stay what they are', () => {
    // As a driver makes them: a text and a list of its own for each row.
    const make = (fee: number) => ({
      batch: ['under', 'graduate'].join(''),
      tracks: ['arts', 'science'],
      restrictions: [{ kind: 'sex', is: 'female' }],
      fee,
      note: null,
    });
    const rows = [make(5000), make(3700), { ...make(5000), tracks: ['arts'] }];
    const before = structuredClone(rows);
    shareValues(rows);
    expect(rows).toEqual(before);
    expect(rows[1]?.tracks).toBe(rows[0]?.tracks);
    expect(rows[2]?.tracks).not.toBe(rows[0]?.tracks);
    expect(rows[2]?.restrictions).toBe(rows[0]?.restrictions);
  });
});
