import type { Coded, Condition, WindowScope } from './rule-pack';

export type PackFaultCode =
  | 'duplicateCode'
  | 'unknownCode'
  | 'conditionValue'
  | 'slotLabelsCount'
  | 'slotLabelsDoubled'
  | 'minAboveMax'
  | 'unitWithoutMajors'
  | 'unitWithMajors'
  | 'unitWithoutShape'
  | 'combinedCodeWithoutGroup'
  | 'uniqueByNotInUnit'
  | 'slotOutOfRange'
  | 'noOrderedSections'
  | 'sectionOutlastsForm'
  | 'groupOfOne'
  | 'groupIsBatchCode'
  | 'groupQuotaDiffers'
  | 'groupSplit'
  | 'groupOfBothKinds'
  | 'excludesItself'
  | 'excludedByGroup'
  | 'unknownFact'
  | 'factShape'
  | 'confirmModeUnserved'
  | 'windowEndsBeforeItOpens'
  | 'dailyHoursLeaveNothing'
  | 'stagesOutOfOrder'
  | 'bandUpsideDown'
  | 'agreementUnfilled'
  | 'agreementNowhere';

/** One inconsistency of a rule pack: where (path of keys and indices, dotted), what, and the value at fault. */
export interface PackFault {
  readonly path: string;
  readonly code: PackFaultCode;
  readonly value: string | number;
}

/** Codes that stand more than once in a list, reported at each repetition. */
export function listDuplicates(path: string, codes: readonly string[], key = 'code'): readonly PackFault[] {
  return codes.flatMap((code, index) =>
    codes.indexOf(code) === index
      ? []
      : [{ path: `${path}.${index}.${key}`, code: 'duplicateCode', value: code }],
  );
}

/** Codes named in a list that the pack does not define. */
export function listUnknown(
  path: string,
  named: readonly string[],
  known: readonly Coded[],
): readonly PackFault[] {
  return named.flatMap((code, index) =>
    known.some((coded) => coded.code === code)
      ? []
      : [{ path: `${path}.${index}`, code: 'unknownCode', value: code }],
  );
}

/** A single code that the pack does not define. */
export function checkKnown(path: string, code: string, known: readonly Coded[]): readonly PackFault[] {
  return known.some((coded) => coded.code === code) ? [] : [{ path, code: 'unknownCode', value: code }];
}

const LENGTHS: Readonly<Partial<Record<Condition['operator'], (length: number) => boolean>>> = {
  between: (length) => length === 2,
  oneOf: (length) => length > 0,
  notOneOf: (length) => length > 0,
  containsAny: (length) => length > 0,
};

/** Conditions whose value does not fit their operator, of which no candidate could ever make sense. */
export function listConditionFaults(path: string, conditions: readonly Condition[]): readonly PackFault[] {
  return conditions.flatMap(({ operator, value }, index) => {
    const fits = LENGTHS[operator];
    const scalarFits = value !== null && !Array.isArray(value);
    const listFits = Array.isArray(value) && (fits?.(value.length) ?? operator === 'lacks');
    if (fits === undefined ? scalarFits || listFits : listFits) return [];
    return [{ path: `${path}.${index}.value`, code: 'conditionValue', value: operator }];
  });
}

/** Faults of the scope of a window. */
export function listScopeFaults(
  path: string,
  scope: WindowScope,
  kinds: readonly Coded[],
): readonly PackFault[] {
  if (scope.kind === 'candidateKind') return checkKnown(`${path}.candidateKind`, scope.candidateKind, kinds);
  if (scope.kind !== 'scoreBand' || scope.from === null || scope.to === null) return [];
  return scope.from <= scope.to ? [] : [{ path: `${path}.from`, code: 'bandUpsideDown', value: scope.from }];
}
