/** One line of the summary on top of a form that was refused; it leads to its field. */
interface FaultLine {
  readonly href: string;
  readonly text: string;
}

/** The lines of the summary, in the order of the fields on the page. `fields` are ids of inputs. */
export function listFaults(
  errors: Readonly<Record<string, string | undefined>>,
  fields: readonly string[],
): readonly FaultLine[] {
  return fields.flatMap((field) => {
    const text = errors[field] ?? '';
    return text === '' ? [] : [{ href: `#${field}`, text }];
  });
}
