import {
  BATCH_STATES,
  type BatchCircumstances,
  type BatchStateCode,
  getBatchState,
  isOffered,
} from '../../../src/rules/filing/batch-state';

const OPEN: BatchCircumstances = {
  phase: 'open',
  eligible: true,
  saved: 'none',
  barred: false,
  confirmed: false,
  quota: 'allowed',
  draft: false,
  abandoned: false,
  frozen: false,
  mayCreate: true,
  mayEdit: true,
};

const SAVED = { saved: 'this' } as const;
const OTHER = { saved: 'other' } as const;

test.each<[BatchStateCode, Partial<BatchCircumstances>, string]>([
  ['openEmpty', {}, 'fill'],
  ['openDraft', { draft: true }, 'fill'],
  ['notEligible', { eligible: false }, ''],
  ['notEligible', { eligible: false, phase: 'before' }, ''],
  ['notEligibleFiled', { eligible: false, ...SAVED }, 'browse'],
  ['frozen', { eligible: false, ...SAVED, frozen: true }, 'browse thaw'],
  ['notEligibleFiled', { eligible: false, ...SAVED, frozen: true, phase: 'closed' }, 'browse'],
  ['notYetOpen', { phase: 'before' }, 'draftSheet'],
  ['notYetOpen', { phase: 'before', ...OTHER, quota: 'exhausted' }, 'draftSheet'],
  ['notYetOpenFiled', { phase: 'before', ...SAVED }, 'browse'],
  ['noWindow', { phase: 'none', mayCreate: false, mayEdit: false }, ''],
  ['closedFiled', { phase: 'none', ...SAVED }, 'browse'],
  ['closedFiled', { phase: 'closed', ...SAVED, frozen: true }, 'browse'],
  ['closedEmpty', { phase: 'closed', draft: true }, ''],
  ['closedEmpty', { phase: 'closed', ...OTHER }, ''],
  ['savedCooling', { ...SAVED, quota: 'cooldown', draft: true }, 'browse'],
  ['savedChangeable', SAVED, 'browse modify'],
  ['savedExhausted', { ...SAVED, quota: 'exhausted' }, 'browse'],
  ['savedFixed', { ...SAVED, mayEdit: false }, 'browse'],
  ['savedFixed', { ...SAVED, mayEdit: false, quota: 'cooldown' }, 'browse'],
  ['savedChangeable', { ...SAVED, mayCreate: false }, 'browse modify'],
  ['createNotPermitted', { mayCreate: false, draft: true }, ''],
  ['createNotPermitted', { mayCreate: false, ...OTHER }, ''],
  ['otherOfGroupSaved', { ...OTHER, draft: true }, 'fill'],
  ['groupCooling', { ...OTHER, quota: 'cooldown' }, ''],
  ['groupExhausted', { ...OTHER, quota: 'exhausted' }, ''],
  ['frozen', { ...SAVED, frozen: true }, 'browse thaw'],
  ['frozenEmpty', { ...OTHER, frozen: true }, 'thaw'],
  ['paused', { phase: 'pause' }, 'draftSheet'],
  ['pausedDraft', { phase: 'pause', draft: true }, 'draftSheet'],
  ['pausedFiled', { ...SAVED, phase: 'pause', quota: 'cooldown' }, 'browse'],
  ['savedExhausted', { ...SAVED, phase: 'pause', quota: 'exhausted' }, 'browse'],
  ['frozen', { ...SAVED, phase: 'pause', frozen: true }, 'browse thaw'],
  ['barred', { ...OTHER, barred: true, draft: true, quota: 'exhausted' }, ''],
  ['savedFixed', { ...SAVED, barred: true }, 'browse'],
  ['confirmed', { ...SAVED, confirmed: true, quota: 'exhausted', phase: 'pause' }, 'browse'],
  ['closedFiled', { ...SAVED, confirmed: true, phase: 'closed' }, 'browse'],
  ['closedEmpty', { phase: 'closed' }, ''],
  ['abandoned', { ...SAVED, abandoned: true, phase: 'closed', eligible: false }, 'browse'],
  ['abandonedEmpty', { ...OTHER, abandoned: true }, ''],
])('%s in %j offers %j', (state, differs, offers) => {
  const found = getBatchState({ ...OPEN, ...differs });
  expect(found).toEqual({ state, offers: offers === '' ? [] : offers.split(' ') });
});

/** Every combination of circumstances there is. */
function listAllCircumstances(): BatchCircumstances[] {
  const values: { [K in keyof BatchCircumstances]: readonly BatchCircumstances[K][] } = {
    phase: ['none', 'before', 'open', 'pause', 'closed'],
    eligible: [true, false],
    saved: ['none', 'this', 'other'],
    barred: [true, false],
    confirmed: [true, false],
    quota: ['allowed', 'cooldown', 'exhausted'],
    draft: [true, false],
    abandoned: [true, false],
    frozen: [true, false],
    mayCreate: [true, false],
    mayEdit: [true, false],
  };
  return Object.entries(values).reduce<BatchCircumstances[]>(
    (found, [key, options]) => found.flatMap((one) => options.map((option) => ({ ...one, [key]: option }))),
    [OPEN],
  );
}

describe('over all circumstances', () => {
  const all = listAllCircumstances();

  test('every state is reached', () => {
    const reached = new Set(all.map((circumstances) => getBatchState(circumstances).state));
    expect([...reached].toSorted()).toEqual([...new Set(BATCH_STATES.map(({ state }) => state))].toSorted());
  });

  test('a form opens exactly where a save may be accepted', () => {
    for (const one of all) {
      const state = getBatchState(one);
      const may =
        one.phase === 'open' &&
        one.eligible &&
        !one.abandoned &&
        !one.frozen &&
        !one.barred &&
        !(one.confirmed && one.saved === 'this') &&
        one.quota === 'allowed';
      expect(isOffered(state, 'modify')).toBe(may && one.saved === 'this' && one.mayEdit);
      expect(isOffered(state, 'fill')).toBe(may && one.saved !== 'this' && one.mayCreate);
    }
  });

  test('what is saved here may always be read, and nothing else', () => {
    for (const one of all) expect(isOffered(getBatchState(one), 'browse')).toBe(one.saved === 'this');
  });
});
