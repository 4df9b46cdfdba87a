/** Sides of a 身份证, as they are sent: 国徽面, 人像面, and 手持 where somebody wants to show more. */
export const pictureKinds = ['emblem', 'portrait', 'inHand'] as const;

export type PictureKind = (typeof pictureKinds)[number];

export const neededKinds: readonly PictureKind[] = ['emblem', 'portrait'];

/** 300 KB. */
export const LONGEST_PICTURE_BYTES = 300 * 1024;

/** `wrongType` is told by content; `twice`: the same as another of this form; `used`: another account has sent it. */
export type PictureFault =
  | 'missing'
  | 'empty'
  | 'tooLong'
  | 'wrongType'
  | 'unreadable'
  | 'tooManyPixels'
  | 'tooSmall'
  | 'twice'
  | 'used';

export type PictureFaults = Partial<Record<PictureKind, PictureFault>>;
