import type { Request } from 'express';
import { readField } from '../../infrastructure/http/page-renderer';

/** What the two fields are called in their red sentences. */
interface NewPasswordWords {
  readonly next: string;
  readonly again: string;
}

const candidateWords: NewPasswordWords = { next: '新登录密码', again: '新密码' };

/** Reads `next` and `again` of a form that sets a password, with a red sentence for each that will not do. */
export function readNextPassword(
  req: Request,
  words = candidateWords,
): { readonly next: string; readonly errors: { readonly next?: string; readonly again?: string } } {
  const next = readField(req, 'next');
  return {
    next,
    errors: {
      ...(next === '' ? { next: `请输入${words.next}！` } : {}),
      ...(readField(req, 'again') === next ? {} : { again: `两次输入的${words.again}不一致，请重新输入！` }),
    },
  };
}
