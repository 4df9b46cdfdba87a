import type { Request } from 'express';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Origin } from '../../infrastructure/origin';

/** A picture code, or in its place a question in words. */
interface SignInPicture {
  readonly id: string;
  /** '' where a picture is shown. */
  readonly question: string;
}

/** Issues and checks the picture code of a sign-in. */
export interface SignInPictures {
  issue(visit: Asking): Promise<SignInPicture | { readonly until: Date }>;
  /** The red sentence where it was not answered; '' when it was. */
  check(visit: Asking): Promise<string>;
}

interface Asking {
  readonly req: Request;
  readonly origin: Origin;
}

/**
 * Whether the picture code of a form that was sent was answered. Nothing typed is no fault: a browser that the account
 * knows needs none.
 */
export async function readSignInPicture(
  pictures: SignInPictures,
  visit: Asking,
): Promise<{ readonly pictured: boolean; readonly error: string }> {
  if (!showedPicture(visit.req) || readField(visit.req, 'code').trim() === '')
    return { pictured: false, error: '' };
  const error = await pictures.check(visit);
  return { pictured: error === '', error };
}

/** Whether the form that was sent showed a picture code. */
export function showedPicture(req: Request): boolean {
  return readField(req, 'picture') !== '';
}
