import type { Request, Response } from 'express';
import { type PictureKind, pictureKinds } from '../../domain/review-cases/picture';
import type { SentForm } from '../../domain/review-cases/sent-pictures';
import { readField } from '../../infrastructure/http/page-renderer';
import { readUpload } from '../../infrastructure/http/set-up-uploads';

export const MAX_NOTE_LENGTH = 200;

/** The form of 客服协助验证: pictures as they came, the note as it was typed. `error` is the note's. */
export function readSending(req: Request, res: Response): { value: SentForm; error: string } {
  const uploads = pictureKinds.map((kind) => ({ kind, ...readUpload(req, res, kind) }));
  const files = new Map<PictureKind, Buffer>();
  for (const { kind, file } of uploads) if (file !== null) files.set(kind, file.content ?? Buffer.alloc(0));
  const note = readField(req, 'note').trim();
  return {
    value: {
      files,
      tooLong: uploads.filter(({ tooLarge }) => tooLarge).map(({ kind }) => kind),
      note,
      token: readField(req, 'formToken'),
      heldBack: false,
    },
    error: [...note].length > MAX_NOTE_LENGTH ? `说明不能超过${MAX_NOTE_LENGTH}个字！` : '',
  };
}
