import type { Knex } from 'knex';
import { isPressed } from '../../../src/domain/waiting-room/pressure';

describe('whether the line calls nobody for now', () => {
  it.each([
    ['nothing waits', false, 0, false],
    ['four wait for each connection', false, 12, false],
    ['more than four wait: the database is slow', false, 13, true],
    ['passwords wait', true, 0, true],
  ])('%s', (_what, hashing, waiting, pressed) => {
    const db = { client: { pool: { numPendingAcquires: () => waiting, max: 3 } } } as unknown as Knex;
    expect(isPressed({ isPressed: () => hashing }, db)).toBe(pressed);
  });
});
