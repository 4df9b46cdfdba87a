export type TextValues = Readonly<Record<string, string | number | Date>>;

/** A text with its {names} replaced by values; `show` writes instants. A name without a value leaves nothing. */
export function fillText(text: string, values: TextValues, show: (at: Date) => string): string {
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = values[name];
    return value instanceof Date ? show(value) : String(value ?? '');
  });
}
