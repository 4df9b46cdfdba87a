import type { Request } from 'express';
import type { AppError } from '../errors';
import { type CarriedForms, findCarried } from './carried-form';
import { presentTypedFields, type TypedField } from './field-label.presenter';
import { type HolderMarks, joinToken, readFormMark, splitToken } from './holder-mark';
import { maskToken, unmaskToken } from './masked-token';
import { isSecretField } from './secret-fields';

/** A form that met trouble, in the page that says so: what was typed, and a button that sends it again. */
interface FormAgain {
  /** Where it goes; '' where it can only be read, since files came with it. */
  readonly action: string;
  readonly token: string;
  /** All that it held but passwords and codes, one-time tokens among it: what was done is not done twice. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly typed: readonly TypedField[];
  /** Passwords and codes are to be typed anew. */
  readonly withSecrets: boolean;
  /** Whether it was done is not known: look first. */
  readonly uncertain: boolean;
}

interface FormAgainParts {
  readonly marks: HolderMarks;
  readonly carriedForms: CarriedForms;
}

/**
 * What was typed into a form whose act met trouble (503), for the page that tells of it: without a script *Back* may
 * bring an empty form. It is given back to the browser that sent it, with its own token in another text: where that
 * was not looked at yet, since sessions could not be read, it is when it comes again.
 * @returns null where nothing was typed, where a script asked, and where this browser was not given the form
 */
export function findFormAgain(
  { marks, carriedForms }: FormAgainParts,
  req: Request,
  error: AppError | null,
): FormAgain | null {
  if (error?.status !== 503 || req.method !== 'POST' || req.get('hx-request') !== undefined) return null;
  const posted: unknown = req.body?._csrf;
  if (typeof posted !== 'string' || !marks.isIssued(req, readFormMark(req))) return null;
  const { fields, withFiles } = carriedForms.read(req);
  const typed = presentTypedFields(fields);
  const token = remask(posted);
  if (typed.length === 0 || token === null) return null;
  const carried = findCarried(req);
  return {
    action: withFiles ? '' : req.originalUrl,
    token,
    fields: carried === undefined ? fields : [...fields, ['carried', carried]],
    typed,
    withSecrets: Object.entries<unknown>(req.body).some(
      ([name, value]) => isSecretField(name) && value !== '',
    ),
    uncertain: error.code === 'outcomeUnknown',
  };
}

/** The same token in another text; null for what is none. */
function remask(value: string): string | null {
  const { token, mark } = splitToken(value);
  const plain = unmaskToken(token);
  return plain === '' ? null : joinToken(maskToken(plain), mark);
}
