import { isWellFormedCode, normaliseCode } from '../../../rules/filing/codes';
import type { CodeShape } from '../../../rules/pack/rule-pack';
import { type ReadValue, ValueFault } from './value-fault';

const WORDS: Readonly<Record<CodeShape['alphabet'], string>> = {
  digits: '位数字',
  alphanumeric: '位数字或大写字母',
};

/**
 * A code of fixed length. Where a spreadsheet took it for a number, the zeros before it are lost: they are put back
 * (`1` becomes `0001`) when the result is certain, and `onRepair` is told; else the code is refused. A code of a list
 * (`known`) is certain when the list has it; where the file itself is the list, a collision shows as a repetition.
 */
export function fixedCode(
  shape: CodeShape,
  options: { readonly known?: ReadonlySet<string>; readonly onRepair: () => void },
): ReadValue<string> {
  const { known, onRepair } = options;
  const expected = `${shape.length}${WORDS[shape.alphabet]}`;
  return (found) => {
    const code = normaliseCode(found);
    if (isWellFormedCode(code, shape)) {
      return known === undefined || known.has(code) ? code : new ValueFault('unknownInstitution');
    }
    if (!/^\d+$/.test(code) || code.length > shape.length) return new ValueFault('malformed', expected);
    const padded = code.padStart(shape.length, '0');
    if (known !== undefined && !known.has(padded)) return new ValueFault('lostZeros', expected);
    onRepair();
    return padded;
  };
}
