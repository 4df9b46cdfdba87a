import {
  capFormExpiry,
  checkFormExtension,
  checkFormTimer,
  getFormExpiry,
  getFullFormExpiry,
} from '../../../src/rules/filing/form-timer';

const batch = { formMinutes: 30, formExtensions: 10, formExtensionOfferMinutes: 5 };

function at(time: string): Date {
  return new Date(`2021-06-28T${time}+08:00`);
}

test.each([
  ['10:00:00', '10:30:00'],
  ['17:30:00', '18:00:00'],
  ['17:30:00.001', '18:00:00'],
  ['17:45:00', '18:00:00'],
])('a form opened at %s expires at %s, the window closing at 18:00', (opened, expires) => {
  expect(getFormExpiry(batch, at(opened), at('18:00:00'))).toEqual(at(expires));
});

test('at the instant of expiry nothing is left', () => {
  expect(checkFormTimer(at('10:30:00'), at('10:29:59.999'))).toEqual({ state: 'running', remainingMs: 1 });
  expect(checkFormTimer(at('10:30:00'), at('10:30:00'))).toEqual({ state: 'expired', remainingMs: 0 });
  expect(checkFormTimer(at('10:30:00'), at('10:31:00'))).toEqual({ state: 'expired', remainingMs: 0 });
});

describe('延长', () => {
  const extend = (now: string, expires = '10:30:00', closes = '18:00:00', used = 0, formExtensions = 10) =>
    checkFormExtension({
      batch: { ...batch, formExtensions },
      expiresAt: at(expires),
      extensionsUsed: used,
      saveEndsAt: at(closes),
      now: at(now),
    });

  test('is offered in the last five minutes and gives thirty from now', () => {
    expect(extend('10:24:59.999')).toEqual({ offered: false, reason: 'tooEarly' });
    expect(extend('10:25:00')).toEqual({ offered: true, expiresAt: at('10:55:00'), extensionsLeft: 9 });
    expect(extend('10:29:59.999').offered).toBe(true);
    expect(extend('10:30:00')).toEqual({ offered: false, reason: 'expired' });
  });

  test('is capped by the window and not offered where the window ends with the timer', () => {
    expect(extend('10:25:00', '10:30:00', '10:40:00')).toMatchObject({ expiresAt: at('10:40:00') });
    expect(extend('17:56:00', '18:00:00')).toEqual({ offered: false, reason: 'windowEnds' });
    expect(extend('10:29:00', '10:30:00', '10:20:00')).toEqual({ offered: false, reason: 'windowEnds' });
  });

  test('is counted; none is the manual to the letter', () => {
    expect(extend('10:25:00', '10:30:00', '18:00:00', 9)).toMatchObject({ offered: true, extensionsLeft: 0 });
    expect(extend('10:25:00', '10:30:00', '18:00:00', 10)).toEqual({ offered: false, reason: 'exhausted' });
    expect(extend('10:25:00', '10:30:00', '18:00:00', 0, 0)).toEqual({ offered: false, reason: 'exhausted' });
  });
});

test.each([
  ['10:30:00', '18:00:00', '10:30:00'],
  ['18:20:00', '18:00:00', '18:00:00'],
  ['18:20:00', '18:30:00', '18:20:00'],
  ['18:00:00', '18:00:00', '18:00:00'],
])('a form of full time until %s expires, its window now closing at %s, at %s', (full, closes, expires) => {
  expect(capFormExpiry(at(full), at(closes))).toEqual(at(expires));
});

test('the full time of a form does not know its window', () => {
  expect(getFullFormExpiry(batch, at('17:50:00'))).toEqual(at('18:20:00'));
});
