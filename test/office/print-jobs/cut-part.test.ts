import { cutPart } from '../../../src/office/print-jobs/cut-part';

/** `A1a` is a form of pupil a of class 1 of school A. */
const forms = (text: string) =>
  text.split(' ').map((one) => ({
    schoolCode: one.slice(0, 1),
    className: one.slice(1, 2),
    candidateId: one.charCodeAt(2),
  }));

describe('cutPart', () => {
  it.each([
    ['all that is left', 'A1a A1b A2c', 3, 3],
    ['one school', 'A1a A2b B1c', 3, 2],
    ['whole classes', 'A1a A1b A2c A2d', 3, 2],
    ['several classes as far as they fit', 'A1a A2b A2c A3d A3e', 4, 3],
    ['a class that is too large by pupils', 'A1a A1a A1b A1b', 3, 2],
    ['a pupil with more forms than fit', 'A1a A1a A1a', 2, 2],
    ['one form at a time', 'A1a A1a', 1, 1],
    ['a class that ends where the part does', 'A1a A1b A1c A2d', 3, 3],
  ])('takes %s', (_what, text, most, count) => {
    expect(cutPart(forms(text), most)).toBe(count);
  });
});
