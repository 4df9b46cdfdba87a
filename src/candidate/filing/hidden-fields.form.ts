import type { Request } from 'express';

const own = new Set(['_csrf', 'formToken', 'tab', 'step', 'revision', 'confirmed', 'answer']);

/** The codes as typed, to be carried by a page that stands between a form and its save. */
export function listHiddenFields(req: Request): readonly { name: string; value: string }[] {
  return Object.entries<unknown>(req.body ?? {})
    .filter(
      ([name, value]) =>
        !own.has(name) && typeof value === 'string' && value !== '' && /^[a-z0-9-]+$/.test(name),
    )
    .map(([name, value]) => ({ name, value: String(value) }));
}
