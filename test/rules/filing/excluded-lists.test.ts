import {
  type BatchStandingInput,
  type GroupRecord,
  getBatchStanding,
} from '../../../src/rules/filing/batch-standing';
import type { Batch } from '../../../src/rules/pack/rule-pack';
import { listDefaultWindows } from '../../../src/rules/windows/default-windows';
import type { Window } from '../../../src/rules/windows/window-in-force';
import { getBatch, loadPack } from './filing';

const pack = loadPack('henan-2021');
const NOW = new Date('2021-06-26T12:00:00+08:00');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const SAVED: GroupRecord = {
  savedBatch: 'early-other',
  savesUsed: 1,
  lastSavedAt: at(-2),
  abandoned: false,
  frozen: false,
};

function standing(code: string, differs: Partial<BatchStandingInput> = {}) {
  const batch = getBatch(pack, code);
  return getBatchStanding({
    pack,
    batch,
    facts: { kind: 'general' },
    windows: listDefaultWindows(pack, batch),
    group: null,
    hasDraft: false,
    now: NOW,
    ...differs,
  });
}

const provinceWindow = (opensAt: Date, closesAt: Date): Window => ({
  batch: 'undergraduate-1',
  opensAt,
  closesAt,
  scope: { kind: 'province' },
  permits: { create: true, edit: true, remove: true },
});

const codesOf = (batches: readonly Batch[]) => batches.map(({ code }) => code);

describe('lists of other groups that a batch excludes', () => {
  const open = [provinceWindow(at(-1), at(1))];
  const closed = [provinceWindow(at(-2), at(0))];
  const coming = [provinceWindow(at(1), at(2))];
  const excluded = (code: string, windows: readonly Window[], confirmed = false) => ({
    batch: getBatch(pack, code),
    windows,
    confirmed,
  });

  it.each([
    ['none', [], [], [], [], 'openEmpty'],
    [
      'one that is open',
      [excluded('undergraduate-1', open)],
      ['undergraduate-1'],
      [],
      [],
      'otherOfGroupSaved',
    ],
    ['one to come', [excluded('undergraduate-1', coming)], ['undergraduate-1'], [], [], 'otherOfGroupSaved'],
    [
      'one whose time is over',
      [excluded('undergraduate-1', closed)],
      ['undergraduate-1'],
      ['undergraduate-1'],
      [],
      'barred',
    ],
    [
      'one that was confirmed',
      [excluded('undergraduate-1', open, true)],
      ['undergraduate-1'],
      [],
      ['undergraduate-1'],
      'barred',
    ],
    [
      'two, each barred in its own way, in the order of the pack',
      [excluded('undergraduate-1', open, true), excluded('pilot', closed)],
      codesOf(pack.batches.filter(({ code }) => code === 'pilot' || code === 'undergraduate-1')),
      ['pilot'],
      ['undergraduate-1'],
      'barred',
    ],
  ] as const)('%s', (_what, lists, overwrites, over, confirmed, state) => {
    const found = standing('early-other', { excluded: lists });
    expect(codesOf(found.overwrites)).toEqual(overwrites);
    expect([codesOf(found.bars.closed), codesOf(found.bars.confirmed)]).toEqual([over, confirmed]);
    expect(found.state).toBe(state);
  });

  it('are over or not by the window of whoever asks', () => {
    const windows: Window[] = [
      ...closed,
      { ...provinceWindow(at(-2), at(1)), scope: { kind: 'candidateKind', candidateKind: 'general' } },
    ];
    const lists = [excluded('undergraduate-1', windows)];
    expect(standing('early-other', { excluded: lists }).bars.closed).toEqual([]);
    const arts = standing('early-other', { excluded: lists, facts: { kind: 'arts' } });
    expect(codesOf(arts.bars.closed)).toEqual(['undergraduate-1']);
  });
});

describe('another list of the own group', () => {
  it.each([
    [true, ['early-other'], 'barred'],
    [false, [], 'otherOfGroupSaved'],
    [undefined, [], 'otherOfGroupSaved'],
  ])('that was confirmed (%p) bars: %j', (confirmed, bars, state) => {
    const group = confirmed === undefined ? SAVED : { ...SAVED, confirmed };
    const found = standing('early-military', { group });
    expect([codesOf(found.bars.confirmed), found.state]).toEqual([bars, state]);
    // The list itself does not bar its own batch, and nothing bars where nothing is saved.
    expect(standing('early-other', { group }).bars.confirmed).toEqual([]);
    expect(standing('early-other', { group: { ...group, savedBatch: null } }).bars.confirmed).toEqual([]);
  });
});

describe('a list to be confirmed finally', () => {
  const confirming = (code: string): Batch => ({
    ...getBatch(pack, code),
    finalConfirmation: { unconfirmed: 'void', retractions: 2 } as NonNullable<Batch['finalConfirmation']>,
  });

  it.each([
    [{}, { confirmed: false, retractionsLeft: 2 }, 'savedChangeable'],
    [{ confirmed: true }, { confirmed: true, retractionsLeft: 2 }, 'confirmed'],
    [{ confirmed: true, retractionsUsed: 1 }, { confirmed: true, retractionsLeft: 1 }, 'confirmed'],
    [{ confirmed: false, retractionsUsed: 2 }, { confirmed: false, retractionsLeft: 0 }, 'savedChangeable'],
    [{ confirmed: true, retractionsUsed: 3 }, { confirmed: true, retractionsLeft: 0 }, 'confirmed'],
  ] as const)('that stands as %j: %j', (differs, confirmation, state) => {
    const group = { ...SAVED, ...differs };
    const found = standing('early-other', { batch: confirming('early-other'), group });
    expect([found.confirmation, found.state]).toEqual([confirmation, state]);
  });

  it('is none where the pack asks for none, or another list is in force', () => {
    expect(standing('early-other', { group: { ...SAVED, confirmed: true } })).toMatchObject({
      confirmation: null,
      state: 'savedChangeable',
    });
    const other = standing('early-military', { batch: confirming('early-military'), group: SAVED });
    expect(other.confirmation).toBeNull();
  });
});

describe('what stands where nothing is kept of a group', () => {
  it('is neither given up nor frozen, and takes a first save until the window ends', () => {
    const found = standing('early-other');
    expect(found).toMatchObject({ state: 'openEmpty', savesUsed: 0, pause: null, confirmation: null });
    expect(found.saveEndsAt).toEqual(found.lastSaveEndsAt);
  });

  it('is not for whom the batch is not for', () => {
    expect(standing('early-other', { facts: { kind: 'nobody' } }).state).toBe('notEligible');
    expect(standing('early-other', { facts: { kind: 'nobody' }, group: SAVED }).state).toBe(
      'notEligibleFiled',
    );
  });

  it('may be neither made nor changed without a window', () => {
    expect(standing('early-other', { windows: [] })).toMatchObject({
      state: 'noWindow',
      saveEndsAt: null,
      lastSaveEndsAt: null,
      pause: null,
    });
  });
});

describe('between two days of a window', () => {
  const day = (number: number) => ({
    opensAt: new Date(`2021-06-${number}T09:00:00+08:00`),
    closesAt: new Date(`2021-06-${number}T18:00:00+08:00`),
  });
  const windows: Window[] = [
    {
      ...provinceWindow(day(26).opensAt, day(27).closesAt),
      batch: 'early-other',
      sessions: [day(26), day(27)],
    },
  ];

  it.each([
    ['within the first', '2021-06-26T17:59:59.999+08:00', null],
    ['in the evening of the first', '2021-06-26T18:00:00+08:00', { until: day(27).opensAt, dayIsOver: true }],
    ['after midnight', '2021-06-27T00:00:00+08:00', { until: day(27).opensAt, dayIsOver: false }],
    ['within the second', '2021-06-27T09:00:00+08:00', null],
    ['after both', '2021-06-27T18:00:00+08:00', null],
    ['before both', '2021-06-26T08:59:59+08:00', null],
  ])('it goes on: %s', (_when, now, pause) => {
    const found = standing('early-other', { windows, now: new Date(now) });
    expect(found.pause).toEqual(pause);
    expect(found.phase === 'pause').toBe(pause !== null);
    expect(found.lastSaveEndsAt).toEqual(day(27).closesAt);
  });
});
