/** Whose form it is. */
export interface PlacedForm {
  readonly candidateId: number;
  readonly schoolCode: string;
  readonly className: string;
}

/**
 * How many of the next forms make a part of at most `most`: of one school, whole classes where they fit, never half a
 * pupil. `forms` are the next ones in order, one more than `most` where there are as many.
 */
export function cutPart(forms: readonly PlacedForm[], most: number): number {
  const school = forms[0]?.schoolCode;
  const other = forms.findIndex(({ schoolCode }) => schoolCode !== school);
  const own = other === -1 ? forms.length : other;
  if (own <= most) return own;
  return (
    findCut(forms, most, (one, next) => one.className !== next.className) ??
    findCut(forms, most, (one, next) => one.candidateId !== next.candidateId) ??
    most
  );
}

/** The last place at which two forms part, with at most `most` before it; null where there is none. */
function findCut(
  forms: readonly PlacedForm[],
  most: number,
  part: (one: PlacedForm, next: PlacedForm) => boolean,
): number | null {
  for (let count = most; count > 0; count -= 1) {
    const [one, next] = [forms[count - 1], forms[count]];
    if (one !== undefined && next !== undefined && part(one, next)) return count;
  }
  return null;
}
