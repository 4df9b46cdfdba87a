/** Sides of a 身份证, as they are sent: 国徽面, 人像面, and 手持 where somebody wants to show more. */
export const pictureKinds = ['emblem', 'portrait', 'inHand'] as const;

export type PictureKind = (typeof pictureKinds)[number];

export const neededKinds: readonly PictureKind[] = ['emblem', 'portrait'];

/** What is taken: a photograph as phones make it, 8 MB. */
export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;

/** What is kept of it, drawn anew: 300 KB. */
export const KEPT_PICTURE_BYTES = 300 * 1024;

/** `wrongType` is told by content; `heic` is what iPhones save; `twice`: the same as another of this
 * form; `used`: another account has sent it. Saved anew, smaller or as another format, a picture is the same. */
export type PictureFault =
  | 'missing'
  | 'empty'
  | 'tooLong'
  | 'wrongType'
  | 'heic'
  | 'unreadable'
  | 'tooManyPixels'
  | 'tooSmall'
  | 'twice'
  | 'used';

export type PictureFaults = Partial<Record<PictureKind, PictureFault>>;
