import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { normaliseCandidateNumber } from '../../../src/rules/identity/candidate-number';
import { computeCheckCharacter } from '../../../src/rules/identity/citizen-number';
import { isEmail, normaliseEmail } from '../../../src/rules/identity/email';
import {
  type DocumentKind,
  normaliseDocument,
  readDocument,
} from '../../../src/rules/identity/identity-document';
import { isPersonName, normalisePersonName } from '../../../src/rules/identity/person-name';
import { findPhoneFault, normalisePhone } from '../../../src/rules/identity/phone';
import { foldCode, foldName, foldNumber, foldTyped } from '../../../src/rules/identity/typed-text';

const now = new Date('2026-06-28T12:00:00+08:00');

/** Marks that nobody sees; they come with what is pasted from chats, spreadsheets and PDF. */
const unseen = fc.constantFrom(
  ...'\u200b\u200c\u200d\u2060\ufeff\u202a\u202c\u202d\u202e\u2066\u2069\u00ad\u180e\ufe0f\u061c\u034f\u3164',
  '\u{e0100}',
);
const wide = (text: string) =>
  text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

/** The same text as somebody else types it: in full width or not, with blanks and unseen marks anywhere. */
function respell(text: string, blanks: boolean): fc.Arbitrary<string> {
  const between = blanks ? fc.oneof(unseen, fc.constantFrom(' ', '\u00a0', '\u3000', '\t')) : unseen;
  const gap = fc.option(between, { nil: '', freq: 3 });
  const characters = [...text];
  return fc
    .tuple(
      fc.boolean(),
      fc.array(gap, { minLength: characters.length + 1, maxLength: characters.length + 1 }),
    )
    .map(([full, gaps]) => {
      const spelt = characters.map((one, index) => `${gaps[index]}${full ? wide(one) : one}`).join('');
      return spelt + gaps[characters.length];
    });
}

describe('the normal form of what is typed', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());

  it.each<[string, (typed: string) => string]>([
    ['a text', foldTyped],
    ['a number', foldNumber],
    ['a code', foldCode],
    ['a name to sign in with', foldName],
    ['a 姓名', normalisePersonName],
    ['a phone', normalisePhone],
    ['a mailbox', normaliseEmail],
    ['a 考生号', normaliseCandidateNumber],
  ])('of %s is its own normal form', (_what, normalise) => {
    fc.assert(
      fc.property(anything, (typed) => {
        const once = normalise(typed);
        expect(normalise(once)).toBe(once);
      }),
      { numRuns: 500, examples: [['𝚬῍'], ['e \u0301'], ['·\u0301']] },
    );
  });

  it('is one for two spellings of a 证件号码, and 15 digits are the 18 of the same person', () => {
    const digits = fc
      .tuple(
        fc.constantFrom('410122', '110105', '430419', '632825', '320219', '652201'),
        fc.date({ min: new Date('1910-01-01'), max: new Date('1999-09-30'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 995 }),
      )
      .map(([place, born, sequence]) => {
        const day = born.toISOString().slice(0, 10).replaceAll('-', '');
        return `${place}${day}${String(sequence).padStart(3, '0')}`;
      });
    const spellings = digits.chain((body) => {
      const number = body + computeCheckCharacter(body);
      const old = body.slice(0, 6) + body.slice(8);
      return fc.tuple(fc.constant(number), respell(number.toLowerCase(), true), respell(old, true));
    });
    fc.assert(
      fc.property(spellings, ([number, typed, old]) => {
        const document = { series: 'citizen', number };
        expect(normaliseDocument('resident', typed, { now })).toEqual(document);
        expect(normaliseDocument('resident', old, { now })).toEqual(document);
      }),
    );
  });

  it('is one for two spellings of names, phones, mailboxes and 考生号', () => {
    const spellings = fc.tuple(
      respell('古丽米热·艾比布力', true),
      respell("O'NEIL MARY", false),
      respell('13800138000', true),
      respell('qin@example.com', true),
      respell('21410101151001', true),
    );
    fc.assert(
      fc.property(spellings, ([han, latin, phone, email, number]) => {
        expect(normalisePersonName(han)).toBe('古丽米热·艾比布力');
        expect(normalisePersonName(latin)).toBe("O'NEIL MARY");
        expect(normalisePhone(phone)).toBe('13800138000');
        expect([normaliseEmail(email), isEmail(normaliseEmail(email))]).toEqual(['qin@example.com', true]);
        expect(normaliseCandidateNumber(number)).toBe('21410101151001');
      }),
    );
  });

  it('never turns one number into another: a slip of a digit is nobody’s', () => {
    const slips = fc.tuple(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(slips, ([at, more]) => {
        const number = '41012220030709984X';
        const digit = String((Number(number[at]) + more) % 10);
        const typed = number.slice(0, at) + digit + number.slice(at + 1);
        expect(normaliseDocument('resident', typed, { now })).toBeNull();
      }),
    );
  });
});

describe('a phone', () => {
  it.each([
    '\u202d13800138000\u202c',
    '\u206613800138000\u2069',
    '13800138000\u200b',
    '\ufeff138 0013 8000',
    '+86 138-0013-8000',
    '0086 13800138000',
    '86 13800138000',
    '(+86) 138.0013.8000',
    '013800138000',
  ])('%j is 13800138000', (typed) => expect(normalisePhone(typed)).toBe('13800138000'));

  it.each(['130', '162', '165', '167', '171', '174', '190', '191', '192', '193', '195', '196', '197', '199'])(
    'of block %s is let in',
    (block) => expect(findPhoneFault(`${block}00001234`, [])).toBeNull(),
  );

  it.each(['+852 9123 4567', '00852-91234567', '＋853 6612 3456', '+886 912 345 678', '+1 415 555 0100'])(
    '%j is of elsewhere',
    (typed) => expect(findPhoneFault(normalisePhone(typed), [])).toBe('foreign'),
  );
});

const shared = path.resolve(__dirname, '../../../../shared/cases/typed-values.jsonl');
const cases: { field: string; typed: string; right: string }[] = existsSync(shared)
  ? readFileSync(shared, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  : [];

// Without the shared cases there is nothing to hold against; every kind has a test of its own above.
(cases.length === 0 ? describe.skip : describe)('what people paste', () => {
  const taken = (field: string, typed: string): string | null => {
    const [what = '', kind] = field.split(' ') as [string, DocumentKind | undefined];
    if (what === 'phone') {
      const phone = normalisePhone(typed);
      return findPhoneFault(phone, []) === null ? phone : null;
    }
    if (what === 'personName') {
      const name = normalisePersonName(typed);
      return isPersonName(name, kind ?? null) ? name : null;
    }
    const document = readDocument(kind ?? 'resident', typed, { now });
    return typeof document === 'string' ? null : document.number;
  };

  it.each(cases)('$field $typed: $right', ({ field, typed, right }) => {
    const found = taken(field, typed);
    if (right.startsWith('refused with')) expect(found).toBeNull();
    else expect(found).not.toBeNull();
    const same = /the same person as (\S+)/.exec(right)?.[1];
    const as = /^(?:taken as )?([\p{Script=Han}·]{2,}|\d[\dX]{10,}|[A-Z'][A-Z' ]+)(?:,|$)/u.exec(right)?.[1];
    const expected = same ?? as;
    if (expected !== undefined && !right.startsWith('likewise')) expect(found).toBe(expected);
  });
});
