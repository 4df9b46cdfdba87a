import { createHmac } from 'node:crypto';
import { AppError } from '../errors';
import { drawText } from './drawn-bytes';
import { isEqualText } from './equal-text';
import type { KeyRing, RingKey } from './key-ring';

/** Nonce, owner and signature, and nothing beside them: what is used up is known by its whole text. */
const SHAPE = /^([\w-]{22})\.([\w-]{32})\.([\w-]{32})$/;

/** One-time tokens that a filing form carries. They cost no write until they are used: a save stores its token. */
export interface FormTokens {
  issue(candidateId: number, batch: string): string;
  /**
   * @throws AppError formTokenInvalid (422) when forged, of another batch or environment;
   * formTokenForeign (403) when issued to another candidate.
   */
  verify(token: string, candidateId: number, batch: string): void;
}

/** Tokens of one environment are worth nothing in another: a drill's token never saves in live. */
export function createFormTokens(secrets: KeyRing, environment: string): FormTokens {
  const sign = ({ text: secret }: RingKey, text: string) =>
    createHmac('sha256', secret).update(text).digest('base64url').slice(0, 32);
  const ownerOf = (key: RingKey, candidateId: number, nonce: string) =>
    sign(key, `owner|${candidateId}|${nonce}`);
  const seal = (key: RingKey, nonce: string, owner: string, batch: string) =>
    sign(key, `${environment}|${batch}|${nonce}|${owner}`);

  return {
    issue(candidateId, batch) {
      const key = secrets.current();
      const nonce = drawText(16);
      const owner = ownerOf(key, candidateId, nonce);
      return `${nonce}.${owner}.${seal(key, nonce, owner, batch)}`;
    },
    verify(token, candidateId, batch) {
      const [, nonce = '', owner = '', mac = ''] = SHAPE.exec(token) ?? [];
      const key = secrets.readable().find((one) => isEqualText(mac, seal(one, nonce, owner, batch)));
      if (key === undefined) throw new AppError('formTokenInvalid', 422);
      if (!isEqualText(owner, ownerOf(key, candidateId, nonce))) throw new AppError('formTokenForeign', 403);
    },
  };
}
